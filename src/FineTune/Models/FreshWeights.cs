using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FineTune;

/// <summary>The weights of a classifier that were drawn, as they were drawn: one of which none has changed since answers at random.</summary>
internal sealed class FreshWeights
{
    private readonly IReadOnlyList<(string Name, Parameter Weight, byte[] Digest)> _weights;

    private FreshWeights(IReadOnlyList<(string, Parameter, byte[])> weights) => _weights = weights;

    /// <summary>Gets their names.</summary>
    public IReadOnlyList<string> Names => [.. _weights.Select(weight => weight.Name)];

    /// <summary>Gets whether every one is as it was drawn.</summary>
    public bool AreUntouched => _weights.All(weight => Digest(weight.Weight).SequenceEqual(weight.Digest));

    /// <summary>Notes what was drawn; null when nothing was, or the model has no head.</summary>
    /// <param name="model">The model.</param>
    /// <param name="loaded">The weights that were not drawn; where there are none, the head alone is looked at.</param>
    public static FreshWeights? Of(PreTrainedModel model, IReadOnlySet<Parameter> loaded)
    {
        if (ReferenceEquals(model.BaseModel, model))
        {
            return null;
        }

        HashSet<Parameter> others = new(loaded, ReferenceEqualityComparer.Instance);
        if (loaded.Count == 0)
        {
            others.UnionWith(model.BaseModel.Parameters());
        }

        (string, Parameter, byte[])[] fresh =
            [.. model.NamedParameters().Where(pair => !others.Contains(pair.Parameter)).Select(pair => (pair.Name, pair.Parameter, Digest(pair.Parameter)))];
        return fresh.Length == 0 ? null : new(fresh);
    }

    private static byte[] Digest(Parameter parameter) => SHA256.HashData(MemoryMarshal.AsBytes(parameter.Span));
}
