namespace FineTune.Data;

/// <content>Data sets that cannot be put together.</content>
internal static partial class DataError
{
    public static ArgumentException NothingToCombine(string verb) => new($"There is no data set to {verb}. Pass at least one.");

    public static ArgumentException CannotAlign(string column, int number, Feature feature, Feature expected) => new(
        $"The columns do not go together: \"{column}\" holds {feature} in data set {number}, but {expected} in another. Make them equal with "
        + $"CastColumn(\"{column}\", ...), or give one of them another name with RenameColumn.");

    public static ArgumentException RowCountsDiffer(int first, int other, int number) => new(
        $"Columns go side by side only where there are equally many rows: the first data set has {first}, data set {number} has {other}. "
        + "Select the rows that belong together first.");

    public static ArgumentException ProbabilityCount(int probabilities, int datasets) => new(
        $"There are {probabilities} probabilities for {datasets} data sets. Give one for each, together 1.");

    public static ArgumentException EmptySource(int number) => new(
        $"Data set {number} has no rows but a probability above 0, so rows would be drawn from it for ever. Leave it out.");

    public static ArgumentException UnreachableSource(int number) => new(
        $"Data set {number} has probability 0, so it is never used up. Leave it out, or stop with StoppingStrategy.FirstExhausted.");
}
