"""The room of the house: how the organisation hands out reports."""
