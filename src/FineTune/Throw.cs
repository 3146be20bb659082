namespace FineTune;

/// <summary>Every message of the assembly: what happened, what was expected, what to type. Each folder has its own part.</summary>
internal static partial class Throw
{
    private static string List(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));
}
