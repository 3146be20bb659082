namespace FineTune.Tokenizers.Tests;

public sealed class ArgumentTests
{
    private readonly PreTrainedTokenizer _tokenizer = Folders.Load("uncased");

    [Fact]
    public void Padding_without_a_padding_token_says_how_to_name_one()
    {
        string folder = Folders.New();
        File.Copy(Path.Combine(Folders.Path("generic"), "tokenizer.json"), Path.Combine(folder, "tokenizer.json"));

        ArgumentException error = Assert.Throws<ArgumentException>(() => PreTrainedTokenizer.FromPretrained(folder).Encode("hello", padding: true));

        Assert.Contains("TokenizerOptions { PadToken = ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_without_room_for_special_tokens_is_refused() =>
        Assert.Contains("Pass at least 2, more to have something of the text", Assert.Throws<ArgumentException>(() => _tokenizer.Encode("hello", truncation: true, maxLength: 1)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Negative_lengths_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _tokenizer.Encode("hello", maxLength: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _tokenizer.Encode("hello", stride: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _tokenizer.Encode("hello", padToMultipleOf: -1));
    }

    [Fact]
    public void OnlySecond_without_a_second_text_says_so() =>
        Assert.Contains("needs a second text", Assert.Throws<ArgumentException>(
            () => _tokenizer.Encode("hello world", truncation: TruncationStrategy.OnlySecond, maxLength: 3)).Message, StringComparison.Ordinal);

    [Fact]
    public void Texts_and_second_texts_must_be_as_many() =>
        Assert.Contains("2 texts but 1 second", Assert.Throws<ArgumentException>(() => _tokenizer.EncodeBatch(["a", "b"], ["c"])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_null_text_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => _tokenizer.Encode(null!));
        Assert.Throws<ArgumentNullException>(() => _tokenizer.EncodeBatch(["a", null!]));
        Assert.Throws<ArgumentNullException>(() => _tokenizer.EncodeBatch(["a", "b"], ["c", null!]));
    }

    [Fact]
    public void No_texts_make_no_encodings() => Assert.Empty(_tokenizer.EncodeBatch([], padding: true, truncation: true));

    [Fact]
    public void An_error_in_a_batch_is_the_same_as_alone()
    {
        string[] texts = [.. Enumerable.Repeat("hello world", 500)];
        PreTrainedTokenizer tokenizer = Folders.Load("uncased", new() { MaxDegreeOfParallelism = 4 });

        Assert.Throws<ArgumentException>(() => tokenizer.EncodeBatch(texts, truncation: TruncationStrategy.OnlySecond, maxLength: 3));
    }

    [Fact]
    public void A_cancelled_batch_stops()
    {
        string[] texts = [.. Enumerable.Repeat("hello world", 500)];

        Assert.ThrowsAny<OperationCanceledException>(() => _tokenizer.EncodeBatch(texts, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_text_longer_than_the_model_takes_warns_once()
    {
        List<string> warnings = [];
        PreTrainedTokenizer tokenizer = Folders.Load("uncased", new() { OnWarning = warnings.Add });
        string text = string.Concat(Enumerable.Repeat("hello ", 100));

        tokenizer.Encode(text);
        tokenizer.Encode(text);

        Assert.Contains("102 tokens, but the model takes 64", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_that_has_no_effect_warns()
    {
        List<string> warnings = [];
        Folders.Load("uncased", new() { OnWarning = warnings.Add }).Encode("hello", padding: true, maxLength: 8);

        Assert.Contains("maxLength has no effect", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Truncation_to_a_length_nobody_knows_warns_once_and_does_nothing()
    {
        List<string> warnings = [];
        PreTrainedTokenizer tokenizer = Folders.Load("bare", new() { OnWarning = warnings.Add });

        Assert.Equal(4, tokenizer.Encode("hello world", truncation: true).Length);
        Assert.Equal(4, tokenizer.Encode("hello world", padding: PaddingStrategy.MaxLength).Length);
        Assert.Contains("Pass maxLength", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_not_asked_for_is_missed_by_name() =>
        Assert.Contains("returnOffsetsMapping: true", Assert.Throws<KeyNotFoundException>(() => _tokenizer.Encode("hello")["offset_mapping"]).Message,
            StringComparison.Ordinal);

    [Fact]
    public void As_a_dictionary_an_encoding_holds_its_columns_in_order()
    {
        BatchEncoding encoding = _tokenizer.Encode("hello", returnOffsetsMapping: true, returnLength: true, returnSpecialTokensMask: true);

        Assert.Equal(["input_ids", "token_type_ids", "attention_mask", "special_tokens_mask", "offset_mapping", "length"], encoding.Select(one => one.Key));
        Assert.Equal(encoding.Count, encoding.Values.Count());
        Assert.Equal([[0, 0], [0, 5], [0, 0]], Assert.IsType<int[][]>(encoding["offset_mapping"]));
        Assert.Equal([3], Assert.IsType<int[]>(encoding["length"]));
    }

    [Fact]
    public void Surrogates_without_a_partner_count_as_replacement_characters()
    {
        BatchEncoding encoding = _tokenizer.Encode("hello \ud800 world\udc00", addSpecialTokens: false);

        Assert.Equal(["hello", "world"], encoding.Tokens);
        Assert.Equal([(0, 5), (8, 13)], encoding.Offsets);
    }

    [Fact]
    public void Many_threads_may_encode_while_one_adds_tokens()
    {
        int[] expected = _tokenizer.Encode("hello world the fox").InputIds;

        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            if (i % 10 == 0)
                _tokenizer.AddTokens([$"<added {i}>"]);
            Assert.Equal(expected, _tokenizer.Encode("hello world the fox").InputIds);
        });

        Assert.Equal(20, _tokenizer.Length - _tokenizer.VocabSize);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("65")]
    [InlineData("abc")]
    public void An_unusable_number_of_threads_is_refused(string variable) => Assert.Contains(
        $"FINETUNE_NUM_THREADS is '{variable}', but it must be a whole number between 1 and 64.",
        Assert.Throws<FormatException>(() => BatchWork.DefaultThreads(variable)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_usable_number_of_threads_is_taken()
    {
        Assert.Equal(3, BatchWork.DefaultThreads("3"));
        Assert.Equal(Environment.ProcessorCount, BatchWork.DefaultThreads(" "));
    }
}
