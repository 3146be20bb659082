namespace FineTune;

/// <content>Draws of categories by weight.</content>
public sealed partial class Generator
{
    /// <summary>Draws categories by weight, as <c>torch.multinomial</c> of one row.</summary>
    /// <param name="weights">A weight for each category, zero or positive; they need not add up to one.</param>
    /// <param name="numSamples">How many to draw.</param>
    /// <param name="replacement">Whether a category can be drawn more than once. Default false.</param>
    /// <returns>The indices of the drawn categories; without replacement, one of weight zero is drawn only when no other is left.</returns>
    /// <exception cref="ArgumentException">
    /// A weight is negative or not finite, all are zero, or without replacement there are fewer categories than samples.
    /// </exception>
    public long[] Multinomial(ReadOnlySpan<float> weights, int numSamples, bool replacement = false)
    {
        long[] result = new long[numSamples > 0 ? numSamples : 0];
        MultinomialRow(weights, result, numSamples, replacement);
        return result;
    }

    /// <summary>Draws categories by weight, as <c>torch.multinomial</c>.</summary>
    /// <param name="weights">The weights, shaped (categories) or (rows, categories).</param>
    /// <param name="numSamples">How many to draw for each row.</param>
    /// <param name="replacement">Whether a category can be drawn more than once in a row. Default false.</param>
    /// <returns>The indices of the drawn categories, shaped (samples) or (rows, samples).</returns>
    /// <inheritdoc cref="Multinomial(ReadOnlySpan{float}, int, bool)" path="/exception"/>
    public LongTensor Multinomial(Tensor weights, int numSamples, bool replacement = false)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Shape.Rank is not (1 or 2))
        {
            Throw.MultinomialShape(weights.Shape);
        }

        int categories = weights.Shape[-1];
        int rows = weights.Shape.Rank == 1 ? 1 : weights.Shape[0];
        int samples = Math.Max(numSamples, 0);
        long[] result = new long[rows * samples];
        for (int row = 0; row < rows; row++)
        {
            Span<long> drawn = result.AsSpan(row * samples, samples);
            MultinomialRow(weights.Span.Slice(row * categories, categories), drawn, numSamples, replacement);
        }

        return new LongTensor(result, weights.Shape.Rank == 1 ? new Shape(samples) : new Shape(rows, samples));
    }

    private static void CheckWeights(ReadOnlySpan<float> weights, int numSamples, bool replacement)
    {
        if (numSamples <= 0 || (!replacement && numSamples > weights.Length))
        {
            Throw.MultinomialSamples(numSamples, weights.Length, replacement);
        }

        bool any = false;
        foreach (float weight in weights)
        {
            if (!(weight >= 0) || float.IsPositiveInfinity(weight))
            {
                Throw.MultinomialWeight(weight);
            }

            any |= weight > 0;
        }

        if (!any)
        {
            Throw.MultinomialWeight(0);
        }
    }

    private void MultinomialRow(ReadOnlySpan<float> weights, Span<long> result, int numSamples, bool replacement)
    {
        CheckWeights(weights, numSamples, replacement);
        if (replacement && numSamples > 1)
        {
            DrawByCumulativeWeight(weights, result);
        }
        else
        {
            DrawLargestKeys(weights, result);
        }
    }

    /// <summary>The categories of the largest <c>weight / exponential</c>, largest first.</summary>
    private void DrawLargestKeys(ReadOnlySpan<float> weights, Span<long> result)
    {
        float[] keys = new float[weights.Length];
        long[] categories = new long[weights.Length];
        Exponential(keys);
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = -(weights[i] / keys[i]);
            categories[i] = i;
        }

        Comparison<long> largestFirst = (left, right) =>
            keys[left] != keys[right] ? keys[left].CompareTo(keys[right]) : left.CompareTo(right);
        categories.AsSpan().Sort(largestFirst);
        categories.AsSpan(0, result.Length).CopyTo(result);
    }

    private void DrawByCumulativeWeight(ReadOnlySpan<float> weights, Span<long> result)
    {
        float[] cumulative = new float[weights.Length];
        float sum = 0;
        for (int i = 0; i < cumulative.Length; i++)
        {
            sum += weights[i];
            cumulative[i] = sum;
        }

        foreach (ref float value in cumulative.AsSpan())
        {
            value /= sum;
        }

        cumulative[^1] = 1;
        foreach (ref long category in result)
        {
            category = FirstNotBelow(cumulative, NextDouble());
        }
    }

    private static int FirstNotBelow(float[] ascending, double value)
    {
        int low = 0;
        int high = ascending.Length;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (ascending[middle] < value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
