namespace FineTune.Tokenizers;

/// <content>What is asked of places between characters.</content>
internal ref partial struct RegexMatcher
{
    private readonly bool IsAt(RegexBoundary boundary, int position) => boundary switch
    {
        RegexBoundary.Word => IsWord(position - 1) != IsWord(position),
        RegexBoundary.NotWord => IsWord(position - 1) == IsWord(position),
        RegexBoundary.StartOfLine => position == _start || (_points[position - 1] == '\n' && position < _points.Length),
        RegexBoundary.EndOfLine => position == _points.Length || _points[position] == '\n',
        RegexBoundary.Start => position == _start,
        RegexBoundary.End => position == _points.Length,
        RegexBoundary.EndOrLastLine => position == _points.Length || (position == _points.Length - 1 && _points[position] == '\n'),
        _ => position == _searchStart,
    };

    private readonly bool IsWord(int position) =>
        position >= _start && position < _points.Length && RegexClasses.Word.Contains(_points[position]);
}
