using System.Text.Json;
using FineTune.Tests.Data;

namespace FineTune.Tests.Metrics;

/// <summary>
/// Metrics of texts: sixty sentences against rouge_score and sacrebleu (<c>tests/Goldens/metrics/texts.json</c>, see <c>make_texts.py</c>),
/// and small cases whose numbers follow from the definitions.
/// </summary>
public sealed class TextMetricsTests
{
    private const double Tolerance = 1e-12;

    private static readonly JsonElement s_golden = JsonDocument.Parse(Golden.Text("metrics", "texts.json")).RootElement;
    private static readonly string[] s_predictions = Strings("predictions");
    private static readonly string[] s_references = Strings("references");

    [Fact]
    public void Rouge_of_sixty_sentences_equals_rouge_scores()
    {
        MetricResult mean = Evaluate.Load("rouge").Compute(s_predictions, s_references);
        MetricResult each = Evaluate.Load("rouge").Compute(s_predictions, s_references, new() { UseAggregator = false });

        Assert.Equal(["rouge1", "rouge2", "rougeL", "rougeLsum"], mean.Keys);
        Assert.Equal(mean.Keys, each.Arrays.Keys);
        Assert.All(mean, score => Close(s_golden.GetProperty("rouge").GetProperty("mean").GetProperty(score.Key).GetDouble(), score.Value));
        Assert.All(each.Arrays, scores => Close(s_golden.GetProperty("rouge").GetProperty("first").GetProperty(scores.Key).GetDouble(), scores.Value[0]));
    }

    [Fact]
    public void Sacrebleu_of_sixty_sentences_equals_sacrebleus()
    {
        JsonElement golden = s_golden.GetProperty("sacrebleu");

        MetricResult result = Evaluate.Load("sacrebleu").Compute(s_predictions, s_references);

        Assert.Equal(["score", "bp", "sys_len", "ref_len"], result.Keys);
        Assert.All(result, score => Close(golden.GetProperty(score.Key).GetDouble(), score.Value));
        Assert.Equal(["counts", "totals", "precisions"], result.Arrays.Keys);
        Assert.All(result.Arrays, numbers => Close(golden.GetProperty(numbers.Key), numbers.Value));
    }

    [Fact]
    public void Chrf_of_sixty_sentences_equals_sacrebleus()
    {
        MetricResult result = Evaluate.Load("chrf").Compute(s_predictions, s_references);

        Close(s_golden.GetProperty("chrf").GetProperty("score").GetDouble(), result["score"]);
        Assert.Equal([6.0, 0, 2], result.Where(pair => pair.Key != "score").Select(pair => pair.Value));
    }

    [Fact]
    public void Bleu_of_whole_numbers_of_tokens_equals_sacrebleus_where_nothing_is_smoothed()
    {
        MetricResult sacre = Evaluate.Load("sacrebleu").Compute(s_predictions, s_references);

        MetricResult bleu = Evaluate.Load("bleu").Compute(s_predictions, s_references);

        Assert.Equal(["bleu", "brevity_penalty", "length_ratio", "translation_length", "reference_length"], bleu.Keys);
        Close(sacre["score"] / 100, bleu["bleu"]);
        Close(sacre["bp"], bleu["brevity_penalty"]);
        Close(sacre["sys_len"] / sacre["ref_len"], bleu["length_ratio"]);
        Assert.All(sacre.Arrays["precisions"].Zip(bleu.Arrays["precisions"]), pair => Close(pair.First / 100, pair.Second));
    }

    [Theory]
    [InlineData("a b a", "a a c", "rouge1", 2 * 2 / 6.0)]
    [InlineData("a b c", "a b d", "rouge2", 2 * 1 / 4.0)]
    [InlineData("a b c d", "a c d b", "rougeL", 2 * 3 / 8.0)]
    [InlineData("a b\nc d", "c d\na b", "rougeL", 2 * 2 / 8.0)]
    [InlineData("a b\nc d", "c d\na b", "rougeLsum", 1)]
    [InlineData("b a\nb c", "b c a", "rougeLsum", 2 * 3 / 7.0)]
    [InlineData("Ünder-Score, A1", "nder score a1", "rouge1", 1)]
    [InlineData("!?", "a", "rouge1", 0)]
    [InlineData("", "", "rougeLsum", 0)]
    [InlineData("a", "a", "rouge2", 0)]
    public void Rouge_follows_its_definition(string prediction, string reference, string type, double expected) =>
        Assert.Equal(expected, Evaluate.Load("rouge").Compute([prediction], [reference], new() { RougeTypes = [type] })[type], 1e-15);

    [Fact]
    public void Rouge_takes_the_best_of_several_references_for_each_type()
    {
        MetricResult result = Evaluate.Load("rouge").Compute(["a b c d"], [["d c b a", "a b x y"]]);

        Assert.Equal(1, result["rouge1"]);
        Assert.Equal(1 / 3.0, result["rouge2"], 1e-15);
        Assert.Equal(0.5, result["rougeL"]);
    }

    [Fact]
    public void Rouge_stems_only_when_asked_and_only_words_of_more_than_three_letters()
    {
        string[] prediction = ["the cats agreed traditionally"];
        string[] reference = ["the cat agree tradition"];

        Assert.Equal(0.25, Evaluate.Load("rouge").Compute(prediction, reference)["rouge1"]);
        Assert.Equal(1, Evaluate.Load("rouge").Compute(prediction, reference, new() { UseStemmer = true })["rouge1"]);
        Assert.Equal(0, Evaluate.Load("rouge").Compute(["dos"], ["do"], new() { UseStemmer = true })["rouge1"]);
        Assert.Equal(1, Evaluate.Load("rouge").Compute(["É"], ["É"], new() { Tokenizer = text => [text] })["rouge1"]);
    }

    [Theory]
    [InlineData("Well,done: 1,000.5 (a) it's 3-4 e-mail.", "13a", "Well , done : 1,000.5 ( a ) it's 3 - 4 e-mail .")]
    [InlineData("a&quot;b&amp;c<skipped>d-\ne\nf", "13a", "a \" b & cde f")]
    [InlineData("«déjà», 1,5 €3 ½,x 2.", "intl", "« déjà » , 1,5 € 3 ½ , x 2.")]
    [InlineData("no 🙂yes", "intl", "no 🙂 yes")]
    [InlineData("a b🙂", "char", "a b 🙂")]
    [InlineData(" a,\u001cb\u3000c ", "none", "a, b c")]
    public void Tokens_of_sacrebleu_are_those_of_its_scripts(string text, string way, string expected)
    {
        MetricOptions options = new() { Tokenize = way, UseEffectiveOrder = true };

        MetricResult same = Evaluate.Load("sacrebleu").Compute([text], [expected], options with { Tokenize = "none" });
        MetricResult split = Evaluate.Load("sacrebleu").Compute([text], [text], options);

        Assert.Equal(expected.Split(' ').Length, split["sys_len"]);
        Assert.Equal(expected.Split(' '), MtEval.Named(way)(text));
        Assert.Equal(way == "none", same["score"] > 99.9);
    }

    [Theory]
    [InlineData(SmoothMethod.Exp, null, 60, 12.5, 100 / 12.0, 6.25)]
    [InlineData(SmoothMethod.Floor, null, 60, 2.5, 10 / 3.0, 5)]
    [InlineData(SmoothMethod.Floor, 0.5, 60, 12.5, 50 / 3.0, 25)]
    [InlineData(SmoothMethod.AddK, null, 60, 20, 25, 100 / 3.0)]
    public void Sacrebleu_smooths_as_asked(SmoothMethod method, double? value, double one, double two, double three, double four)
    {
        MetricResult result = Evaluate.Load("sacrebleu").Compute(["a b c d e"], ["a x c y e"], new() { SmoothMethod = method, SmoothValue = value });

        Close([one, two, three, four], result.Arrays["precisions"]);
        Close(Math.Pow(one * two * three * four, 0.25), result["score"]);
    }

    [Fact]
    public void Sacrebleu_counts_the_nearest_length_and_the_most_of_any_reference()
    {
        MetricResult result = Evaluate.Load("sacrebleu").Compute(["a a b"], [["a c", "a a d e"]]);
        MetricResult withEmpty = Evaluate.Load("sacrebleu").Compute(["A A b"], [["", "a a d e"]], new() { Lowercase = true, SmoothMethod = SmoothMethod.None });

        Assert.Equal([2.0, 1, 0, 0], result.Arrays["counts"]);
        Assert.Equal([3.0, 2, 1, 0], result.Arrays["totals"]);
        Assert.Equal(2, result["ref_len"]);
        Assert.Equal([4, Math.Exp(1 - (4 / 3.0)), 0], [withEmpty["ref_len"], withEmpty["bp"], withEmpty["score"]]);
    }

    [Fact]
    public void Sacrebleu_of_texts_without_a_match_or_without_words_is_nothing()
    {
        MetricResult none = Evaluate.Load("sacrebleu").Compute(["a b"], ["c d"], new() { SmoothMethod = SmoothMethod.AddK });
        MetricResult empty = Evaluate.Load("sacrebleu").Compute([""], ["c d"]);
        double shortText = Evaluate.Load("sacrebleu").Compute(["a b"], ["a b"])["score"];

        Assert.Equal([0.0, 0, 0, 0], none.Arrays["precisions"]);
        Assert.Equal([0.0, 0, 0, 0], none.Arrays["counts"]);
        Assert.Equal([0.0, 0, 0], [none["score"], empty["score"], empty["bp"]]);
        Assert.Equal(0, shortText);
        Assert.Equal(100, Evaluate.Load("sacrebleu").Compute(["a b"], ["a b"], new() { UseEffectiveOrder = true })["score"], 1e-12);
    }

    [Fact]
    public void Bleu_takes_the_shortest_reference_and_smooths_every_length()
    {
        MetricResult bleu = Evaluate.Load("bleu").Compute(["a b c", "d"], [["a b", "a b c d"], ["d e"]], new() { MaxOrder = 2 });
        MetricResult smooth = Evaluate.Load("bleu").Compute(["a b"], ["a c"], new() { Smooth = true, MaxOrder = 3 });

        Assert.Equal([1.0, 1], bleu.Arrays["precisions"]);
        Assert.Equal([4.0, 4, 1, 1, 1], new[] { "translation_length", "reference_length", "length_ratio", "brevity_penalty", "bleu" }.Select(key => bleu[key]));
        Close([2 / 3.0, 0.5, 1], smooth.Arrays["precisions"]);
        Close(Math.Pow(1 / 3.0, 1 / 3.0), smooth["bleu"]);
        Assert.Equal(0, Evaluate.Load("bleu").Compute([""], ["a"])["brevity_penalty"]);
        Assert.Equal(Math.Exp(-1), Evaluate.Load("bleu").Compute(["a"], ["b c"], new() { Tokenizer = text => text.Split(' ') })["brevity_penalty"]);
    }

    [Theory]
    [InlineData("ab", "ab", 6, 0, 2, false, false, 100)]
    [InlineData("aa", "ab", 2, 0, 3, false, false, 25)]
    [InlineData("a b", "ab", 2, 0, 2, false, false, 100)]
    [InlineData("a b", "ab", 1, 0, 2, true, false, 100 * 5 * (2 / 3.0) / ((4 * (2 / 3.0)) + 1))]
    [InlineData("a", "a", 6, 0, 3, false, true, 100 / 6.0)]
    [InlineData("(a) b", "( a ) b", 1, 1, 1, false, false, 100 * 2 * (5 / 6.0) * (3 / 4.0) / ((5 / 6.0) + (3 / 4.0)))]
    [InlineData("(ab", "( ab", 0, 1, 1, false, false, 100)]
    [InlineData("(a)", "( a )", 0, 1, 1, false, false, 100 * 0.4)]
    [InlineData("", "a", 6, 0, 2, false, false, 0)]
    [InlineData("🙂b", "🙂c", 1, 0, 1, false, false, 50)]
    public void Chrf_follows_its_definition(
        string prediction, string reference, int chars, int words, int beta, bool whitespace, bool smooth, double expected)
    {
        MetricOptions options = new() { CharOrder = chars, WordOrder = words, Beta = beta, Whitespace = whitespace, EpsSmoothing = smooth };

        Assert.Equal(expected, Evaluate.Load("chrf").Compute([prediction], [reference], options)["score"], 1e-12);
    }

    [Fact]
    public void Chrf_takes_the_reference_with_the_best_score_and_can_ignore_case()
    {
        Assert.Equal(100, Evaluate.Load("chrf").Compute(["ab"], [["xy", "ab"]])["score"], 1e-12);
        Assert.Equal(0, Evaluate.Load("chrf").Compute(["AB"], ["ab"])["score"]);
        Assert.Equal(100, Evaluate.Load("chrf").Compute(["AB"], ["ab"], new() { Lowercase = true })["score"], 1e-12);
    }

    [Fact]
    public void Exact_match_takes_out_what_is_to_be_ignored_first_patterns_then_case_marks_and_digits()
    {
        string[] predictions = ["cat?", "theatre", "yelling", "agent"];
        string[] references = ["the cat", "theatre", "YELLING", "agent007"];
        double Score(MetricOptions? options) => Evaluate.Load("exact_match").Compute(predictions, references, options)["exact_match"];
        MetricOptions marks = new() { RegexesToIgnore = ["the ", "yell"], IgnoreCase = true, IgnorePunctuation = true };

        Assert.Equal(0.25, Score(null));
        Assert.Equal(0.5, Score(marks));
        Assert.Equal(0.75, Score(marks with { RegexesToIgnore = ["the ", "yell", "YELL"] }));
        Assert.Equal(1, Score(marks with { RegexesToIgnore = ["the ", "yell", "YELL"], IgnoreNumbers = true }));
        Assert.Equal(0.5, Evaluate.Load("exact_match").Compute(["!", "?"], ["?", "?"], new() { IgnorePunctuation = true })["exact_match"]);
    }

    [Fact]
    public void Rows_of_texts_can_be_added_over_time_and_joined_with_other_metrics()
    {
        EvaluationModule joined = Evaluate.Combine(["exact_match", "sacrebleu", "chrf"]);

        joined.Add("a b c d", "a b c d");
        joined.AddBatch(["x"], ["x"]);
        MetricResult result = joined.Compute();

        Assert.Equal(["exact_match", "sacrebleu_score", "bp", "sys_len", "ref_len", "chrf_score", "char_order", "word_order", "beta"], result.Keys);
        Assert.Equal([1.0, 5, 100], [result["exact_match"], result["sys_len"], Math.Round(result["chrf_score"], 9)]);
        Assert.Equal(0, joined.Count);
    }

    [Fact]
    public void Texts_and_numbers_are_told_apart_with_advice()
    {
        Assert.Contains("rouge compares texts, but was given numbers", Message(() => Evaluate.Load("rouge").Compute([1], [1])));
        Assert.Contains("accuracy compares numbers, but was given texts", Message(() => Evaluate.Load("accuracy").Compute(["a"], ["a"])));
        Assert.Contains("There are 2 predictions but 1 references", Message(() => Evaluate.Load("bleu").Compute(["a", "b"], ["a"])));
        Assert.Contains("row 1 has no prediction or no reference", Message(() => Evaluate.Load("bleu").Compute(["a", "b"], [["a"], []])));
        Assert.Contains("row 0 has several references", Message(() => Evaluate.Load("exact_match").Compute(["a"], [["a", "b"]])));
        Assert.Contains("Pass texts, or rows of zeros and ones", Message(() => Evaluate.Load("exact_match").Compute(new[] { 1 }, new[] { 1 })));
        Assert.Contains("row 1 has 1 and row 0 has 2", Message(() => Evaluate.Load("sacrebleu").Compute(["a", "b"], [["a", "b"], ["b"]])));
        Assert.Contains("all references of row 0 are empty", Message(() => Evaluate.Load("chrf").Compute(["a"], [""])));
        Assert.Contains("There is no Tokenize \"zh\"", Message(() => Evaluate.Load("sacrebleu").Compute(["a"], ["a"], new() { Tokenize = "zh" })));
        Assert.Contains("Invalid rouge type: rouge0", Message(() => Evaluate.Load("rouge").Compute(["a"], ["a"], new() { RougeTypes = ["rouge0"] })));
        Assert.Contains("rouge knows no option Average", Message(() => Evaluate.Load("rouge").Compute(["a"], ["a"], new() { Average = Average.Macro })));
        Assert.Contains("MaxOrder is 0; it must be 1 or more", Message(() => Evaluate.Load("bleu").Compute(["a"], ["a"], new() { MaxOrder = 0 })));
        Assert.Contains("\"perplexity\" is left out", Message(() => Evaluate.Load("perplexity")));
    }

    private static string Message(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;

    private static string[] Strings(string key) => [.. s_golden.GetProperty(key).EnumerateArray().Select(text => text.GetString()!)];

    private static void Close(JsonElement expected, IEnumerable<double> actual) =>
        Close([.. expected.EnumerateArray().Select(value => value.GetDouble())], actual);

    private static void Close(double[] expected, IEnumerable<double> actual)
    {
        Assert.Equal(expected.Length, actual.Count());
        Assert.All(expected.Zip(actual), pair => Close(pair.First, pair.Second));
    }

    private static void Close(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= Tolerance * Math.Max(1, Math.Abs(expected)), $"expected {expected:R}, got {actual:R}");
}
