"""`python -m tateyoko`: the command line, also where the console script cannot be run."""

from tateyoko.cli import main

if __name__ == "__main__":
    main()
