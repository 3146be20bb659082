namespace FineTune.Tokenizers.Tests;

public sealed class VocabularyTests
{
    [Fact]
    public void An_added_token_gets_the_next_id_and_is_never_cut()
    {
        PreTrainedTokenizer tokenizer = Folders.Load("uncased");
        int length = tokenizer.Length;

        int added = tokenizer.AddTokens(["Foo Bar", "hello"]);

        Assert.Equal(2, added);
        Assert.Equal(length + 1, tokenizer.Length);
        Assert.Equal(length, tokenizer.ConvertTokenToId("Foo Bar"));
        Assert.Equal(["foo bar", "hello"], tokenizer.Tokenize("foo BAR hello"));
    }

    [Fact]
    public void Adding_a_token_twice_adds_nothing()
    {
        PreTrainedTokenizer tokenizer = Folders.Load("uncased");
        tokenizer.AddTokens(["<x>"]);

        Assert.Equal(0, tokenizer.AddTokens(["<x>"]));
    }

    [Fact]
    public void Special_tokens_are_found_in_their_own_case_only_and_skipped_when_decoding()
    {
        PreTrainedTokenizer tokenizer = Folders.Load("uncased");
        tokenizer.AddSpecialTokens(["<X>"]);

        int[] ids = tokenizer.Encode("hello <X> world").InputIds;

        Assert.Contains(tokenizer.ConvertTokenToId("<X>"), ids);
        Assert.Equal("hello world", tokenizer.Decode(ids, skipSpecialTokens: true));
        Assert.DoesNotContain(tokenizer.ConvertTokenToId("<X>"), tokenizer.Encode("hello <x>").InputIds);
        Assert.Contains("<X>", tokenizer.AllSpecialTokens);
    }

    [Fact]
    public void Added_tokens_survive_saving_and_reading()
    {
        PreTrainedTokenizer tokenizer = Folders.Load("uncased");
        tokenizer.AddTokens([new AddedToken("x y") { Lstrip = true, SingleWord = true }]);
        tokenizer.AddSpecialTokens(["<s1>"]);
        string folder = Folders.New();

        tokenizer.SavePretrained(folder);

        PreTrainedTokenizer read = PreTrainedTokenizer.FromPretrained(folder);
        Assert.Equal(tokenizer.GetVocab(), read.GetVocab());
        Assert.Equal(tokenizer.GetAddedTokens(), read.GetAddedTokens());
        Assert.Equal(tokenizer.AllSpecialTokens, read.AllSpecialTokens);
        Assert.Equal(tokenizer.Encode("hello  x y <s1>").InputIds, read.Encode("hello  x y <s1>").InputIds);
    }

    [Fact]
    public void What_is_saved_notes_the_truncation_and_padding_last_asked_for()
    {
        PreTrainedTokenizer tokenizer = Folders.Load("bare");
        tokenizer.Encode("hello", truncation: TruncationStrategy.OnlyFirst, maxLength: 12, stride: 2, padding: PaddingStrategy.MaxLength);
        string folder = Folders.New();

        tokenizer.SavePretrained(folder);

        string saved = File.ReadAllText(Path.Combine(folder, "tokenizer.json"));
        Assert.Contains("\"max_length\": 12,\n    \"strategy\": \"OnlyFirst\",\n    \"stride\": 2", saved, StringComparison.Ordinal);
        Assert.Contains("\"Fixed\": 12", saved, StringComparison.Ordinal);
    }

    [Fact]
    public void Stored_truncation_and_padding_do_not_apply_unless_asked_for()
    {
        PreTrainedTokenizer tokenizer = Folders.Load("uncased");

        Assert.Equal(3, tokenizer.Encode("hello").Length);
        Assert.Equal(42, tokenizer.Encode(string.Concat(Enumerable.Repeat("hello ", 40))).Length);
    }

    [Fact]
    public void Tokens_that_do_not_exist_become_the_unknown_token() =>
        Assert.Equal([Folders.Load("uncased").UnkTokenId!.Value], Folders.Load("uncased").ConvertTokensToIds(["no such token"]));

    [Fact]
    public void Options_take_the_place_of_what_the_files_say()
    {
        TokenizerOptions options = new() { DoLowerCase = true, ModelMaxLength = 9, PaddingSide = Side.Left, PadToken = "[SEP]", ModelInputNames = ["input_ids"] };

        PreTrainedTokenizer tokenizer = Folders.Load("cased", options);

        Assert.Equal(tokenizer.Tokenize("hello"), tokenizer.Tokenize("HELLO"));
        Assert.Equal(9, tokenizer.ModelMaxLength);
        Assert.Equal(tokenizer.SepTokenId, tokenizer.Encode("hello", padding: PaddingStrategy.MaxLength).InputIds[0]);
        Assert.Equal(["input_ids"], tokenizer.Encode("hello").Keys);
    }

    [Fact]
    public void Special_tokens_around_a_text_and_a_pair_are_counted()
    {
        PreTrainedTokenizer tokenizer = Folders.Load("uncased");

        Assert.Equal((2, 3), (tokenizer.NumSpecialTokensToAdd(), tokenizer.NumSpecialTokensToAdd(pair: true)));
    }
}
