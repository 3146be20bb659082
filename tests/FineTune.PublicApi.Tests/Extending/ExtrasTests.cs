namespace FineTune.PublicApi.Tests.Extending;

/// <summary>What the reference does not have, as a user writes it.</summary>
public sealed class ExtrasTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Classes_are_weighed_hard_rows_stressed_names_frozen_and_weights_averaged()
    {
        Trainer trainer = Make(Toy.Args(_folder.Path) with
        {
            ClassWeights = ClassWeights.Balanced,
            FocalLossGamma = 2,
            Freeze = ["*.bias"],
            EmaDecay = 0.9,
        });

        Assert.True(trainer.Train().GlobalStep > 0);
        Assert.All(trainer.Model.NamedParameters(), pair => Assert.Equal(!pair.Name.EndsWith(".bias", StringComparison.Ordinal), pair.Parameter.RequiresGrad));
    }

    [Fact]
    public void A_learning_rate_is_looked_for_before_training()
    {
        Trainer trainer = Make(Toy.Args(_folder.Path));
        float[] before = [.. trainer.Model.Parameters().SelectMany(parameter => parameter.ToArray())];

        LrFindResult found = trainer.LrFind(new LrFindOptions { StartLr = 1e-5, EndLr = 0.1, NumSteps = 12 });

        Assert.Equal(12, found.Points.Count);
        Assert.Equal(before, trainer.Model.Parameters().SelectMany(parameter => parameter.ToArray()));
    }

    [Fact]
    public void A_rehearsal_leaves_nothing_in_the_runs_folder()
    {
        Trainer trainer = Make(Toy.Args(_folder.Path) with { FastDevRun = true, SaveStrategy = SaveStrategy.Epoch });

        Assert.Equal(2, trainer.Train().GlobalStep);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_model_card_is_written_with_what_only_the_user_knows()
    {
        Trainer trainer = Make(Toy.Args(_folder.Path));
        _ = trainer.Train();

        Assert.True(trainer.CreateModelCard(new ModelCardOptions { License = "mit", Language = ["en"], Dataset = ["my rows"] }));

        string card = File.ReadAllText(Path.Combine(_folder.Path, "README.md"));
        Assert.Contains("license: mit\n", card, StringComparison.Ordinal);
        Assert.Contains("on the my rows dataset.", card, StringComparison.Ordinal);
    }

    [Fact]
    public void Callbacks_are_added_by_type_and_taken_out_by_instance()
    {
        CsvCallback table = new() { FilePath = Path.Combine(_folder.Path, "table.csv") };
        Trainer trainer = Make(Toy.Args(_folder.Path));
        trainer.AddCallback<JsonLinesCallback>();
        trainer.AddCallback(table);
        trainer.AddCallback(new TensorBoardCallback { LoggingDir = Path.Combine(_folder.Path, "board"), HistogramSteps = 1 });

        Assert.Same(table, trainer.PopCallback(table));
        Assert.Null(trainer.PopCallback(table));
        _ = trainer.Train();

        Assert.True(File.Exists(Path.Combine(_folder.Path, "log.jsonl")));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "table.csv")));
        Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "board")));
    }

    public void Dispose() => _folder.Dispose();

    private static Trainer Make(TrainingArguments args) => new(new ToyModel(), args) { TrainDataset = Toy.Rows(16), Callbacks = Toy.Quiet() };
}
