namespace FineTune;

/// <content>Rules that architectures share.</content>
public abstract partial record PretrainedConfig
{
    /// <summary>Adds a problem for every size that is not positive.</summary>
    /// <param name="problems">The list to add to.</param>
    /// <param name="keys">The keys to look at.</param>
    protected void RequirePositive(ICollection<string> problems, params ReadOnlySpan<string> keys)
    {
        ArgumentNullException.ThrowIfNull(problems);
        foreach (string key in keys)
        {
            if (Get<int>(key) is var size and <= 0)
            {
                problems.Add($"{key} is {size}; expected a positive whole number.");
            }
        }
    }

    /// <summary>Adds a problem for every dropout rate outside 0 to 1.</summary>
    /// <param name="problems">The list to add to.</param>
    /// <param name="keys">The keys to look at; a null value is no problem.</param>
    protected void RequireProbabilities(ICollection<string> problems, params ReadOnlySpan<string> keys)
    {
        ArgumentNullException.ThrowIfNull(problems);
        foreach (string key in keys)
        {
            if (Get<double?>(key) is { } rate && !(rate >= 0 && rate <= 1))
            {
                problems.Add($"{key} is {PythonNumber.Repr(rate)}; expected a rate from 0 to 1.");
            }
        }
    }

    /// <summary>Adds a problem if the heads do not divide the hidden size evenly.</summary>
    /// <param name="problems">The list to add to.</param>
    /// <param name="sizeKey">The key of the hidden size.</param>
    /// <param name="headsKey">The key of the number of heads.</param>
    protected void RequireHeadsToDivide(ICollection<string> problems, string sizeKey, string headsKey)
    {
        ArgumentNullException.ThrowIfNull(problems);
        (int size, int heads) = (Get<int>(sizeKey), Get<int>(headsKey));
        if (size > 0 && heads > 0 && size % heads != 0)
        {
            problems.Add($"{sizeKey} ({size}) is not a multiple of {headsKey} ({heads}); every head needs a share of equal size.");
        }
    }

    /// <summary>Adds a problem if a value is none of those there are.</summary>
    /// <param name="problems">The list to add to.</param>
    /// <param name="key">The key of the value.</param>
    /// <param name="names">The values there are.</param>
    protected void RequireOneOf(ICollection<string> problems, string key, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(problems);
        if (!names.Contains(Get<string>(key), StringComparer.Ordinal))
        {
            problems.Add($"{key} is \"{Get<string>(key)}\"; expected one of {string.Join(", ", names)}.");
        }
    }

    /// <summary>Adds a problem if the padding token is outside the vocabulary.</summary>
    /// <param name="problems">The list to add to.</param>
    protected void RequirePadToken(ICollection<string> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        if (PadTokenId is { } id && (id < 0 || id >= VocabSize))
        {
            problems.Add($"pad_token_id is {id}; expected null or an id from 0 to {VocabSize - 1} (vocab_size - 1).");
        }
    }

    /// <summary>Adds a problem if a key the reference knows is set to what is not supported.</summary>
    private protected void RequireUnset(ICollection<string> problems, string key, object? only)
    {
        if (ToDictionary().GetValueOrDefault(key) is { } value && !Equals(value, only))
        {
            problems.Add($"{key} is {value}, but only {only} is supported.");
        }
    }
}
