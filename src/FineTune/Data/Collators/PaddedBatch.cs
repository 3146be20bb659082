namespace FineTune.Data;

/// <summary>Pads the lists of several examples to one length and puts everything together.</summary>
internal sealed class PaddedBatch
{
    public required string MainInput { get; init; }

    public required PaddingStrategy Strategy { get; init; }

    public required int MaxLength { get; init; }

    public required int Multiple { get; init; }

    public required Side Side { get; init; }

    public required int PadTokenId { get; init; }

    public required int PadTokenTypeId { get; init; }

    public required bool WithAttentionMask { get; init; }

    /// <summary>Gets whether the tensors are in memory that the batch gives back.</summary>
    public required bool IsRented { get; init; }

    public Batch Pad(IReadOnlyList<Example> examples)
    {
        if (!examples[0].ContainsKey(MainInput))
        {
            throw DataError.NoMainInput(MainInput, Stack.Place(examples, 0), [.. examples[0].Keys]);
        }

        int[][] inputs = Lists(MainInput, examples);
        int[] padding = Padding(inputs);
        Batch batch = new();
        foreach (string name in examples[0].Keys)
        {
            batch[name] = PadValue(name) is { } value
                ? Padded(name, examples, name == MainInput ? inputs : Lists(name, examples), padding, value)
                : Stack.Values(name, examples, IsRented);
        }

        if (WithAttentionMask && !examples[0].ContainsKey("attention_mask"))
        {
            batch["attention_mask"] = AttentionMask(inputs, padding);
        }

        return batch;
    }

    private static int[][] Lists(string name, IReadOnlyList<Example> examples)
    {
        int[][] lists = new int[examples.Count][];
        for (int i = 0; i < lists.Length; i++)
        {
            object value = Stack.Value(name, examples, i);
            lists[i] = value is int[] list ? list
                : ValueConversion.TryConvert(value, out int[] converted) ? converted
                : throw DataError.NotAnIdList(name, value, Stack.Place(examples, i));
        }

        return lists;
    }

    /// <summary>How many places to add to each example, by the length of its input.</summary>
    private int[] Padding(int[][] inputs)
    {
        if (Strategy == PaddingStrategy.DoNotPad)
        {
            return new int[inputs.Length];
        }

        int length = Strategy == PaddingStrategy.Longest ? inputs.Max(list => list.Length) : MaxLength;
        int target = (length + Multiple - 1) / Multiple * Multiple;
        return Array.ConvertAll(inputs, list => Math.Max(0, target - list.Length));
    }

    /// <summary>What the list of that name is padded with; null if it is not padded.</summary>
    private int? PadValue(string name) => name switch
    {
        _ when name == MainInput => PadTokenId,
        "attention_mask" when WithAttentionMask => 0,
        "token_type_ids" => PadTokenTypeId,
        "special_tokens_mask" => 1,
        _ => null,
    };

    private LongTensor Padded(string name, IReadOnlyList<Example> examples, int[][] lists, int[] padding, int value)
    {
        int width = lists[0].Length + padding[0];
        LongTensor padded = LongTensor.Empty(new Shape(lists.Length, width), IsRented);
        Span<long> all = padded.Span;
        for (int i = 0; i < lists.Length; i++)
        {
            if (lists[i].Length + padding[i] != width)
            {
                throw Unequal(name, examples, lists, padding, i);
            }

            Span<long> row = all.Slice(i * width, width);
            bool left = Side == Side.Left;
            row.Slice(left ? 0 : lists[i].Length, padding[i]).Fill(value);
            Stack.Widen(lists[i], row.Slice(left ? padding[i] : 0, lists[i].Length));
        }

        return padded;
    }

    private LongTensor AttentionMask(int[][] inputs, int[] padding)
    {
        int width = inputs[0].Length + padding[0];
        LongTensor mask = LongTensor.Empty(new Shape(inputs.Length, width), IsRented);
        Span<long> all = mask.Span;
        all.Clear();
        for (int i = 0; i < inputs.Length; i++)
        {
            all.Slice((i * width) + (Side == Side.Left ? padding[i] : 0), inputs[i].Length).Fill(1);
        }

        return mask;
    }

    private ArgumentException Unequal(string name, IReadOnlyList<Example> examples, int[][] lists, int[] padding, int index)
    {
        bool tooLong = Strategy == PaddingStrategy.MaxLength && (padding[0] == 0 || padding[index] == 0) && name == MainInput;
        int longest = lists[index].Length > lists[0].Length ? index : 0;
        return tooLong
            ? DataError.LongerThanMaximum(Stack.Place(examples, longest), lists[longest].Length, MaxLength)
            : DataError.Ragged(
                name,
                Stack.Place(examples, 0),
                $"{lists[0].Length} elements",
                Stack.Place(examples, index),
                $"{lists[index].Length} elements");
    }
}
