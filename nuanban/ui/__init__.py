"""The face: page shells, design tokens, care mode, reading aloud. No tables, no domain."""
