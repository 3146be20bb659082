using System.Text;
using FineTune.Hub;
using FineTune.Tests.Hub.Http;
using FineTune.Tests.Training.Runs;
using FineTune.Training;

namespace FineTune.Tests.Training.Pushes;

/// <summary>Runs that push by real requests to a stand-in Hub, which fails at each of them.</summary>
public sealed class StandInPushTests : IDisposable
{
    private const string Id = "alice/run";

    private static readonly string[] s_titles =
    [
        "Training in progress, step 2", "Training in progress, step 2, checkpoint", "Training in progress, step 4", "Training in progress, step 4, checkpoint",
        "Training in progress, step 5", "Training in progress, step 5, checkpoint", "End of training",
    ];

    private readonly StandInHub _hub = new();
    private readonly LoopbackOnlyHandler _handler = new();
    private readonly MessageLog _log = new();

    public static TheoryData<string, string, string> Faults
    {
        get
        {
            TheoryData<string, string, string> data = [];
            foreach ((string method, string path) in new[]
            {
                ("POST", "/api/repos/create"), ("GET", "/auth-check"), ("POST", "/validate-yaml"), ("POST", "/preupload/"), ("POST", "/info/lfs/objects/batch"),
                ("PUT", "/"), ("POST", "/commit/"),
            })
            {
                foreach (string fault in new[] { "close", "reset", "500", "503", "429", "lost" })
                {
                    data.Add(method, path, fault);
                }
            }

            return data;
        }
    }

    public void Dispose()
    {
        _handler.Dispose();
        _hub.Dispose();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void Whatever_fails_on_the_way_everything_arrives_and_the_run_is_the_one_that_does_not_push(string method, string path, string fault)
    {
        using RunFolder plain = new();
        using RunFolder pushed = new();
        Trainer alone = Make(plain, Tokens.AliceWrite, pushes: false);
        alone.Train();
        PlannedFault planned = _hub.Fail(method, path, FaultOf(fault), times: 2);

        Trainer trainer = Make(pushed, Tokens.AliceWrite);
        trainer.Train();
        Dictionary<string, string> contents = RunContents.Of(pushed.Path);
        trainer.PushToHub();

        Assert.Equal(RunContents.Of(plain.Path), contents);
        Assert.Equal(TinyTrainer.Losses(alone), TinyTrainer.Losses(trainer));
        Assert.Equal(alone.Generator.GetState(), trainer.Generator.GetState());
        Assert.Equal(s_titles, _hub.HistoryOf(Id).Reverse().Skip(1));
        IReadOnlyDictionary<string, byte[]> files = _hub.Export(Id);
        Assert.Equal(File.ReadAllBytes(pushed.File("model.safetensors")), files["model.safetensors"]);
        Assert.Equal(File.ReadAllBytes(pushed.File("checkpoint-5", "optimizer.pt")), files["last-checkpoint/optimizer.pt"]);
        Assert.True(planned.Acted > 0);
        Assert.Empty(_hub.Leaks);
        Assert.DoesNotContain(files.Values, bytes => Encoding.Latin1.GetString(bytes).Contains(Tokens.AliceWrite, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Tokens.AliceRead, "not allowed")]
    [InlineData(Tokens.BobWrite, "not allowed")]
    [InlineData(Tokens.Wrong, "is not valid")]
    [InlineData(null, "log in")]
    public void Without_the_right_to_write_a_run_does_not_begin(string? token, string advice)
    {
        using RunFolder folder = new();
        using StandInHub hub = new(root => root.Model(Id));

        Exception exception = Assert.ThrowsAny<HubException>(() => Make(folder, token, hub: hub).Train());

        Assert.Contains(advice, exception.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Tokens.AliceRead, exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_branch_is_made_and_pushed_to()
    {
        using RunFolder folder = new();

        Make(folder, Tokens.AliceWrite, args: args => args with { HubRevision = "trial", HubStrategy = HubStrategy.EverySave, HubPrivateRepo = true }).Train();

        Assert.Equal(3, _hub.HistoryOf(Id, "trial").Count - _hub.HistoryOf(Id).Count);
        Assert.True(_hub.IsPrivate(Id));
    }

    [Fact]
    public void A_card_that_the_Hub_refuses_does_not_keep_the_rest_from_arriving()
    {
        using RunFolder folder = new();
        Trainer trainer = Make(folder, Tokens.AliceWrite, args: args => args with { HubStrategy = HubStrategy.End });
        trainer.Train();
        File.WriteAllText(folder.File("README.md"), "---\nlicense: [no\n---\n# Mine\n");

        trainer.PushToHub();

        Assert.Contains("model.safetensors", _hub.Export(Id).Keys);
        Assert.DoesNotContain("README.md", _hub.Export(Id).Keys);
        Assert.Contains(_log.Warnings, warning => warning.Contains("Everything else is pushed without it", StringComparison.Ordinal));
    }

    private static Fault FaultOf(string name) => name switch
    {
        "close" => Fault.Close(),
        "reset" => Fault.Reset(),
        "lost" => Fault.LoseAnswer(),
        _ => Fault.Status(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)),
    };

    private Trainer Make(
        RunFolder folder, string? token, bool pushes = true, StandInHub? hub = null, Func<TrainingArguments, TrainingArguments>? args = null)
    {
        HubOptions options = new() { Endpoint = (hub ?? _hub).Url, Token = (HubToken?)token ?? true, Handler = _handler };
        TrainingArguments arguments = (args ?? (same => same))(TinyTrainer.Args(folder) with
        {
            PushToHub = pushes,
            HubStrategy = HubStrategy.Checkpoint,
            HubAlwaysPush = true,
            SaveStrategy = SaveStrategy.Steps,
            SaveSteps = 2,
        });
        return new Trainer(new TinyClassifier(), arguments)
        {
            TrainDataset = TinyData.Rows(20),
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
            Logger = _log,
            PushTarget = new HubTarget(
                Id, progress => new HfApi(new HubHttp(options with { Progress = progress }, TestHub.Environment(), new InstantTime())), arguments.HubPrivateRepo, arguments.HubRevision),
            PushClock = SkippedTime.Pauses,
        };
    }
}
