"""From a pool of volunteers to a seated panel."""
