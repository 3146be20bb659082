using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune.Tests.Training.Arguments;

public sealed class TrainingArgumentsGoldenTests
{
    private static readonly JsonObject s_golden = TrainingGolden.Read("arguments.json");

    private static readonly Dictionary<string, string> s_different = new()
    {
        ["logging_nan_inf_filter"] = "null",
        ["restore_callback_states_from_checkpoint"] = "true",
        ["enable_jit_checkpoint"] = "true",
    };

    public static TheoryData<int> Accepted => [.. Indices(hasError: false)];

    public static TheoryData<int> Refused => [.. Indices(hasError: true)];

    [Fact]
    public void The_reference_has_114_fields_and_so_have_we_in_its_order()
    {
        string[] expected = [.. s_golden["fields"]!.AsArray().Select(field => field!.Text("name"))];

        Assert.Equal(114, expected.Length);
        Assert.Equal(expected, ArgumentTable.Reference.Select(argument => argument.Name));
    }

    [Fact]
    public void Every_default_but_three_is_the_references()
    {
        JsonObject resolvedThere = JsonText.ReadObject(Outcome(0).Text("json"));
        JsonObject resolvedHere = JsonText.ReadObject(new TrainingArguments { OutputDir = "out" }.ToJson());

        foreach ((string name, JsonNode? value) in resolvedThere)
        {
            string expected = s_different.GetValueOrDefault(name) ?? JsonText.WriteLine(value);
            Assert.Equal($"{name} {expected}", $"{name} {JsonText.WriteLine(resolvedHere[name])}");
        }
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Arguments_are_written_to_the_letter_as_the_reference_writes_them(int index)
    {
        JsonObject outcome = Outcome(index);
        JsonObject theirs = JsonText.ReadObject(outcome.Text("json"));
        foreach ((string name, string value) in s_different)
        {
            theirs[name] = JsonText.Read(value);
        }

        TrainingArguments args = FromCase(outcome["case"]!.AsObject());

        Assert.Equal(JsonText.Write(theirs), args.ToJson());
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void What_is_written_reads_back_as_equal_arguments(int index)
    {
        TrainingArguments args = FromCase(Outcome(index)["case"]!.AsObject()).Resolve();

        TrainingArguments again = TrainingArguments.FromJson(args.ToJson(), out IReadOnlyList<string> warnings);

        Assert.Equal(args, again);
        Assert.Empty(warnings);
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void What_the_reference_writes_reads_without_a_warning(int index)
    {
        TrainingArguments args = TrainingArguments.FromJson(Outcome(index).Text("json"), out IReadOnlyList<string> warnings);

        Assert.Empty(warnings);
        args.Validate();
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_the_reference_refuses_is_refused(int index)
    {
        JsonObject given = Outcome(index)["case"]!.AsObject();

        Exception? exception = Record.Exception(() => FromCase(given).Validate());

        if (given.ContainsKey("evaluation_strategy"))
        {
            Assert.Null(exception); // A file may hold the old name; the command line may not.
        }
        else
        {
            Assert.NotEmpty(Assert.IsType<TrainingArgumentsException>(exception).Problems);
        }
    }

    [Fact]
    public void The_words_for_optimizers_and_schedules_are_the_references()
    {
        Assert.Equal(Words("optimizers"), EnumSpelling<OptimizerNames>.Words);
        Assert.Equal(Words("schedulers").Order(), EnumSpelling<SchedulerType>.Words.Order());
    }

    [Fact]
    public void Warm_up_steps_are_counted_as_in_the_reference()
    {
        foreach (JsonNode? row in s_golden["warmups"]!.AsArray())
        {
            TrainingArguments args = new() { WarmupSteps = row!.Real("warmup_steps") };

            Assert.Equal(row!.Whole("result"), args.GetWarmupSteps((int)row!.Whole("steps")));
        }
    }

    [Fact]
    public void As_text_the_arguments_are_the_references_lines()
    {
        string[] theirs = [.. s_golden.Text("text").Split('\n').Where(line => !IsSpelledDifferently(line))];

        string[] ours = [.. new TrainingArguments { OutputDir = "out" }.ToString().Split('\n').Where(line => !IsSpelledDifferently(line))];

        Assert.Equal(theirs, ours);
    }

    // The reference shows enums as IntervalStrategy.NO and an internal field of accelerator_config.
    private static bool IsSpelledDifferently(string line) =>
        s_different.Keys.Append("accelerator_config").Any(name => line.StartsWith(name + "=", StringComparison.Ordinal))
        || line.StartsWith("eval_strategy=", StringComparison.Ordinal) || line.StartsWith("hub_strategy=", StringComparison.Ordinal)
        || line.StartsWith("logging_strategy=", StringComparison.Ordinal) || line.StartsWith("save_strategy=", StringComparison.Ordinal)
        || line.StartsWith("lr_scheduler_type=", StringComparison.Ordinal) || line.StartsWith("optim=", StringComparison.Ordinal);

    private static IEnumerable<string> Words(string key) => s_golden[key]!.AsArray().Select(word => word!.GetValue<string>());

    private static JsonObject Outcome(int index) => s_golden["outcomes"]![index]!.AsObject();

    private static IEnumerable<int> Indices(bool hasError) =>
        Enumerable.Range(0, s_golden["outcomes"]!.AsArray().Count).Where(i => Outcome(i).ContainsKey("error") == hasError);

    private static TrainingArguments FromCase(JsonObject given)
    {
        JsonObject json = (JsonObject)given.DeepClone();
        json["output_dir"] = "out";
        return TrainingArguments.FromJson(JsonText.WriteLine(json));
    }
}
