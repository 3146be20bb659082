namespace FineTune.Tokenizers;

/// <summary>The characters a match can begin with, so that looking for one skips the others.</summary>
internal static class RegexFirst
{
    /// <summary>The set; null when a match may be empty or begin with anything.</summary>
    public static CodePointSet? Of(RegexNode node)
    {
        switch (node)
        {
            case RegexNode.OneOf one:
                return one.Set;
            case RegexNode.Atomic atomic:
                return Of(atomic.Part);
            case RegexNode.Repeat { Minimum: > 0 } repeat:
                return Of(repeat.Part);
            case RegexNode.Choice choice:
                return Union(choice.Parts);
            case RegexNode.Sequence sequence:
                return OfSequence(sequence.Parts);
            default:
                return null;
        }
    }

    private static CodePointSet? OfSequence(IReadOnlyList<RegexNode> parts)
    {
        CodePointSet? optional = null;
        foreach (RegexNode part in parts)
        {
            if (part is RegexNode.Boundary or RegexNode.Look)
                continue;
            if (part.Least > 0)
                return Of(part) is CodePointSet set ? Join(optional, set) : null;
            if (part is not RegexNode.Repeat repeat || Of(repeat.Part) is not CodePointSet first)
                return null;
            optional = Join(optional, first);
        }

        return null;
    }

    private static CodePointSet? Union(IReadOnlyList<RegexNode> parts)
    {
        CodePointSet? union = null;
        foreach (RegexNode part in parts)
        {
            if (Of(part) is not CodePointSet set)
                return null;
            union = Join(union, set);
        }

        return union;
    }

    private static CodePointSet Join(CodePointSet? left, CodePointSet right)
    {
        if (left is null)
            return right;
        CodePointSet union = left.Copy();
        union.Add(right);
        return union;
    }
}
