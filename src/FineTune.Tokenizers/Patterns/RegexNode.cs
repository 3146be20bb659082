namespace FineTune.Tokenizers;

/// <summary>A part of a regular expression.</summary>
internal abstract record RegexNode
{
    /// <summary>Gets the fewest code points it takes.</summary>
    public abstract int Least { get; }

    /// <summary>Gets the most code points it takes; <see cref="int.MaxValue"/> when there is no limit.</summary>
    public abstract int Most { get; }

    /// <summary>One of a set of characters.</summary>
    public sealed record OneOf(CodePointSet Set) : RegexNode
    {
        public override int Least => 1;

        public override int Most => 1;
    }

    /// <summary>Something that is true between two characters.</summary>
    public sealed record Boundary(RegexBoundary Kind) : RegexNode
    {
        public override int Least => 0;

        public override int Most => 0;
    }

    /// <summary>One part after the other.</summary>
    public sealed record Sequence(IReadOnlyList<RegexNode> Parts) : RegexNode
    {
        public override int Least => Sum(Parts.Select(part => part.Least));

        public override int Most => Sum(Parts.Select(part => part.Most));
    }

    /// <summary>The first part that leads to a match.</summary>
    public sealed record Choice(IReadOnlyList<RegexNode> Parts) : RegexNode
    {
        public override int Least => Parts.Min(part => part.Least);

        public override int Most => Parts.Max(part => part.Most);
    }

    /// <summary>A part again and again. Without a limit <paramref name="Maximum"/> is <see cref="int.MaxValue"/>.</summary>
    public sealed record Repeat(RegexNode Part, int Minimum, int Maximum, RegexGreed Greed) : RegexNode
    {
        public override int Least => Product(Part.Least, Minimum);

        public override int Most => Product(Part.Most, Maximum);
    }

    /// <summary>A part that once found is not tried otherwise.</summary>
    public sealed record Atomic(RegexNode Part) : RegexNode
    {
        public override int Least => Part.Least;

        public override int Most => Part.Most;
    }

    /// <summary>A part that must, or must not, come next or lie before.</summary>
    public sealed record Look(RegexNode Part, bool Behind, bool Negative) : RegexNode
    {
        public override int Least => 0;

        public override int Most => 0;
    }

    private static int Sum(IEnumerable<int> lengths) => (int)Math.Min(int.MaxValue, lengths.Sum(length => (long)length));

    private static int Product(int length, int times) => (int)Math.Min(int.MaxValue, (long)length * times);
}
