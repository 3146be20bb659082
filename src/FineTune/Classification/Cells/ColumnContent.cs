namespace FineTune.Classification;

/// <summary>Finds out whether a column carries texts, over all files of a run: an index, an identifier or a constant would only teach a model the order of the rows.</summary>
internal static class ColumnContent
{
    /// <summary>Said of a column without any cell.</summary>
    public const string Empty = "it is empty";

    private const int FewestRows = 10;

    /// <summary>Gets why a column is no text, or null if it may be one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its cells in all files.</param>
    public static string? WhyNoText(string name, IEnumerable<object?> values)
    {
        if (HasNoName(name))
        {
            return "it has no name, as an index that pandas wrote";
        }

        Seen seen = new();
        foreach (object? value in values)
        {
            seen.Add(value);
            if (seen.IsText)
            {
                return null;
            }
        }

        return seen.Verdict();
    }

    /// <summary>Gets whether a column has no name, or one that pandas gave it for want of one.</summary>
    public static bool HasNoName(string name) => string.IsNullOrWhiteSpace(name) || name.StartsWith("Unnamed: ", StringComparison.Ordinal);

    /// <summary>What the cells so far have in common.</summary>
    private sealed class Seen
    {
        private readonly HashSet<string> _different = new(StringComparer.Ordinal);
        private int _cells;
        private int _numbers;
        private int _truths;
        private bool _areWords = true;

        /// <summary>Gets whether nothing that follows can make it anything but a column of texts.</summary>
        public bool IsText { get; private set; }

        public void Add(object? value)
        {
            Cell cell = Cell.Of(value);
            if (cell.Kind == CellKind.Missing)
            {
                return;
            }

            _cells++;
            _numbers += cell.IsNumeric ? 1 : 0;
            _truths += cell.Kind == CellKind.Truth ? 1 : 0;
            _areWords &= !cell.Text.AsSpan().Trim().ContainsAny(' ', '\t', '\n') && cell.Text.AsSpan().ContainsAnyInRange('0', '9');
            bool isNew = _different.Add(cell.Text);

            // A constant has one value; an identifier is one word with a digit, and no two are alike.
            _areWords &= isNew;
            IsText = _numbers < _cells && _truths < _cells && _different.Count > 1 && !_areWords;
        }

        public string? Verdict() => _cells switch
        {
            0 => Empty,
            _ when _numbers == _cells => "it holds nothing but numbers",
            _ when _truths == _cells => "it holds nothing but truth values",
            > 1 when _different.Count == 1 => $"it is the same in all rows, {Data.ValueConversion.Show(_different.Single())}",
            >= FewestRows when _areWords => "it holds identifiers: one word with a digit a row, no two alike",
            _ => null,
        };
    }
}
