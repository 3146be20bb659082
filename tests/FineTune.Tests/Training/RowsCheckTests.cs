namespace FineTune.Tests.Training;

/// <summary>Rows that the model has no class or no token for are refused before the first step, with row and fix; those that are none of its business are not.</summary>
public sealed class RowsCheckTests
{
    private static string Folder => Golden.Path("models", "bert-tiny");

    [Theory]
    [InlineData(0, "TrainDataset: row 0: labels is 3, but the model has num_labels = 3")]
    [InlineData(5, "TrainDataset: row 5: labels is 3, but the model has num_labels = 3")]
    public void A_class_that_the_model_has_not_is_refused_before_the_first_step(int row, string expected) =>
        Assert.Contains(expected, Refused(Rows(label: (row, 3)), Rows()), StringComparison.Ordinal);

    [Fact]
    public void So_is_a_label_below_zero() =>
        Assert.Contains("row 3: labels is -1", Refused(Rows(label: (3, -1)), Rows()), StringComparison.Ordinal);

    [Fact]
    public void So_is_a_token_without_an_embedding() =>
        Assert.Contains("TrainDataset: row 4: input_ids holds 99999", Refused(Rows(token: (4, 99_999)), Rows()), StringComparison.Ordinal);

    [Fact]
    public void So_is_a_text_that_is_longer_than_the_positions() =>
        Assert.Contains("TrainDataset: row 2: it is 17 tokens long, but the model reads at most 16", Refused(Rows(length: (2, 17)), Rows()), StringComparison.Ordinal);

    [Fact]
    public void So_are_rows_of_the_evaluation() =>
        Assert.Contains("EvalDataset: row 1: labels is 7", Refused(Rows(), Rows(label: (1, 7))), StringComparison.Ordinal);

    [Fact]
    public void All_kinds_are_told_at_once()
    {
        string message = Refused(Rows(label: (1, 7), token: (2, 99_999)), Rows(label: (0, 4)));

        Assert.Equal(3, message.Split(Environment.NewLine).Length);
    }

    [Fact]
    public void Rows_left_out_of_the_loss_and_evaluations_that_do_not_happen_are_left_alone()
    {
        using TemporaryFolder output = new();

        TrainOutput trained = Make(output.Path, Rows(label: (1, -100)), Rows(label: (0, 9)), IntervalStrategy.No).Train();

        Assert.Equal(2, trained.GlobalStep);
    }

    [Fact]
    public void Rows_that_a_transform_makes_fitting_are_left_alone()
    {
        using TemporaryFolder output = new();
        Dataset rows = Rows(label: (1, 5)).WithTransform(batch => new Dictionary<string, object?>
        {
            ["input_ids"] = batch["input_ids"],
            ["attention_mask"] = batch["attention_mask"],
            ["labels"] = ((IEnumerable<object?>)batch["labels"]!).Select(label => (long)label! % 2).ToArray(),
        });

        Assert.Equal(2, Make(output.Path, rows, null, IntervalStrategy.No).Train().GlobalStep);
    }

    [Fact]
    public void A_loss_of_the_callers_own_says_what_labels_mean()
    {
        using TemporaryFolder output = new();
        Trainer trainer = new(AutoModelForSequenceClassification.FromPretrained(Folder), Arguments(output.Path, IntervalStrategy.No))
        {
            TrainDataset = Rows(label: (1, 9)),
            ComputeLossFunc = (outputs, _, _) => outputs.Logits!.Sum(),
        };

        Assert.Equal(2, trainer.Train().GlobalStep);
    }

    [Fact]
    public void A_Trainer_of_the_callers_own_is_left_alone()
    {
        using TemporaryFolder output = new();
        OwnLossTrainer trainer = new(AutoModelForSequenceClassification.FromPretrained(Folder), Arguments(output.Path, IntervalStrategy.No)) { TrainDataset = Rows(label: (1, 9)) };

        Assert.Equal(2, trainer.Train().GlobalStep);
    }

    [Fact]
    public void What_the_mask_leaves_out_is_not_looked_up()
    {
        using TemporaryFolder output = new();
        Dataset rows = Rows(token: (4, 99_999)).Map(row => new Dictionary<string, object?> { ["attention_mask"] = new[] { 1, 0, 1 } });

        Assert.Equal(2, Make(output.Path, rows, null, IntervalStrategy.No).Train().GlobalStep);
    }

    private static TrainingArguments Arguments(string output, IntervalStrategy evaluations) =>
        new() { OutputDir = output, MaxSteps = 2, EvalStrategy = evaluations, ReportTo = [] };

    private static string Refused(Dataset train, Dataset eval)
    {
        using TemporaryFolder output = new();
        Trainer trainer = Make(output.Path, train, eval, IntervalStrategy.Epoch);

        ArgumentException exception = Assert.Throws<ArgumentException>(() => trainer.Train());

        Assert.Equal(0, trainer.State.GlobalStep);
        return exception.Message;
    }

    private static Trainer Make(string output, Dataset train, Dataset? eval, IntervalStrategy evaluations)
    {
        return new Trainer(AutoModelForSequenceClassification.FromPretrained(Folder), Arguments(output, evaluations)) { TrainDataset = train, EvalDataset = eval };
    }

    private static Dataset Rows((int Row, long Value)? label = null, (int Row, int Value)? token = null, (int Row, int Tokens)? length = null)
    {
        long[] labels = [.. Enumerable.Range(0, 6).Select(row => label?.Row == row ? label.Value.Value : row % 2L)];
        int[][] ids = [.. Enumerable.Range(0, 6).Select(row => Enumerable.Range(0, length?.Row == row ? length.Value.Tokens : 3)
            .Select(i => i == 1 && token?.Row == row ? token.Value.Value : 5).ToArray())];
        int[][] mask = [.. ids.Select(row => Enumerable.Repeat(1, row.Length).ToArray())];
        return Dataset.FromColumns(("input_ids", ids), ("attention_mask", mask), ("labels", labels));
    }

    private sealed class OwnLossTrainer(TrainableModel model, TrainingArguments args) : Trainer(model, args)
    {
        protected internal override (Tensor Loss, ModelOutput Outputs) ComputeLoss(TrainableModel model, Batch inputs, long? numItemsInBatch = null)
        {
            inputs.Remove("labels");
            ModelOutput outputs = model.Forward(inputs);
            return (outputs.Logits!.Sum(), outputs);
        }
    }
}
