using System.Collections;

namespace FineTune.Data;

/// <summary>Refuses texts that cannot be written: UTF-8 has no bytes for half a character, and another one would take its place.</summary>
internal static class WholeCharacters
{
    /// <exception cref="ArgumentException">A text holds half a character; the message names column and row.</exception>
    public static void Require(IEnumerable<StoredColumn> columns, int rows, Func<int, int> physical, Func<int, string> describe)
    {
        foreach (StoredColumn column in columns)
        {
            if (Half(column.Name) is { } name)
            {
                throw DataError.HalfCharacter("A column's name", name);
            }

            int holding = MayHoldTexts(column.Feature) ? rows : 0;
            for (int row = 0; row < holding; row++)
            {
                if (Half(column.Data.Get(physical(row))) is { } text)
                {
                    throw DataError.HalfCharacter($"Column \"{column.Name}\", {describe(row)}", text);
                }
            }
        }
    }

    private static bool MayHoldTexts(Feature feature) => feature switch
    {
        Sequence list => MayHoldTexts(list.Of),
        Struct fields => fields.Fields.Any(field => Half(field.Key) is not null || MayHoldTexts(field.Value)),
        Value { Dtype: { } dtype } => dtype is "struct" || Dtypes.IsText(dtype),
        _ => false,
    };

    /// <summary>The first text in a value that holds half a character.</summary>
    private static string? Half(object? value) => value switch
    {
        string text => IsWhole(text) ? null : text,
        IReadOnlyDictionary<string, object?> entries => entries.Select(entry => Half(entry.Key) ?? Half(entry.Value)).FirstOrDefault(text => text is not null),
        IEnumerable list => list.Cast<object?>().Select(Half).FirstOrDefault(text => text is not null),
        _ => null,
    };

    private static bool IsWhole(ReadOnlySpan<char> text)
    {
        for (int i; (i = text.IndexOfAnyInRange('\ud800', '\udfff')) >= 0; text = text[(i + 2)..])
        {
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return false;
            }
        }

        return true;
    }
}
