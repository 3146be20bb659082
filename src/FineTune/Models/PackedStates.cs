namespace FineTune;

/// <summary>The hidden states a forward pass collects if they are asked for, packed <c>[N, C]</c> at first.</summary>
internal static class PackedStates
{
    /// <summary>Gets a list to collect in, or null when they are not wanted.</summary>
    public static List<Tensor>? If(bool wanted) => wanted ? [] : null;

    /// <summary>Gets them as <c>[B, T, C]</c>, zero where there is padding.</summary>
    public static IReadOnlyList<Tensor>? Unpack(this List<Tensor>? states, SequenceLayout layout) =>
        states?.ConvertAll(state => Fused.Unpack(state, layout));
}
