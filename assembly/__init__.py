"""The ground floor: what an assembly is, who may do what, the record, and the shared look."""
