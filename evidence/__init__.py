"""Witnesses, the evidence they give, the packs that members read, and members' questions."""
