namespace FineTune;

/// <summary>The reference's spelling of <see cref="ProblemType"/>.</summary>
internal static class ProblemTypeNames
{
    public static IReadOnlyList<string> All { get; } = ["regression", "single_label_classification", "multi_label_classification"];

    public static string NameOf(ProblemType type) => All[(int)type];

    public static ProblemType? Parse(string? name)
    {
        if (name is null)
        {
            return null;
        }

        int index = All.ToList().IndexOf(name);
        return index >= 0 ? (ProblemType)index : Throw.UnknownProblemType(name, All);
    }
}
