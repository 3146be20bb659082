namespace FineTune.Data;

/// <summary>Finds what columns of the same names hold together: the same, except that what is known fills in for nothing but nulls.</summary>
internal static class AlignedFeatures
{
    /// <exception cref="ArgumentException">Two columns of one name hold different things.</exception>
    public static Features Of(IReadOnlyList<Features> all)
    {
        OrderedDictionary<string, Feature> aligned = new(StringComparer.Ordinal);
        foreach ((string name, Feature feature) in all.SelectMany(features => features))
        {
            if (!aligned.TryGetValue(name, out Feature? known) || IsNull(known))
            {
                aligned[name] = feature;
            }
        }

        for (int i = 0; i < all.Count; i++)
        {
            foreach ((string name, Feature feature) in all[i])
            {
                if (!IsNull(feature) && feature != aligned[name])
                {
                    throw DataError.CannotAlign(name, i, feature, aligned[name]);
                }
            }
        }

        return new Features(aligned);
    }

    /// <summary>Gets whether a column of that kind has no value that would say more: nulls, or lists without elements.</summary>
    public static bool IsNull(Feature feature) => feature == Value.Null || (feature is Sequence list && IsNull(list.Of));
}
