"""Many runs in blocks over any executor: `run.run_blocks`, kept in a folder and taken up again from there."""
