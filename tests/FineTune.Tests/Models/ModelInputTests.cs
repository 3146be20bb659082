namespace FineTune.Tests.Models;

public sealed class ModelInputTests
{
    private static readonly PreTrainedModel Model = AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder("bert-tiny"));

    [Fact]
    public void A_missing_mask_and_missing_token_types_are_ones_and_zeros()
    {
        float[] given = Logits(("input_ids", Ids(2, 3, 5, 6, 7, 8, 9, 10)), ("attention_mask", Ids(2, 3, 1, 1, 1, 1, 1, 1)), ("token_type_ids", Ids(2, 3)));

        Assert.Equal(given, Logits(("input_ids", Ids(2, 3, 5, 6, 7, 8, 9, 10))));
    }

    [Fact]
    public void Padding_changes_nothing()
    {
        float[] alone = Logits(("input_ids", Ids(1, 3, 5, 6, 7)));

        Assert.Equal(alone, Logits(("input_ids", Ids(1, 6, 5, 6, 7, 0, 0, 0)), ("attention_mask", Ids(1, 6, 1, 1, 1, 0, 0, 0))));
    }

    [Fact]
    public void Without_recording_the_logits_are_the_same()
    {
        float[] recorded = Logits(("input_ids", Ids(2, 3, 5, 6, 7, 8, 9, 10)));

        using (AutogradMode.NoGrad())
        {
            Assert.Equal(recorded, Logits(("input_ids", Ids(2, 3, 5, 6, 7, 8, 9, 10))));
        }
    }

    [Fact]
    public void An_id_outside_the_vocabulary_is_named_with_its_place() =>
        Refused("input_ids holds 40 in row 1, column 2, but the model has vocab_size = 40: expected 0 to 39", ("input_ids", Ids(2, 3, 5, 6, 7, 8, 9, 40)));

    [Fact]
    public void A_token_type_the_model_does_not_have_is_named_with_its_place() => Refused(
        "token_type_ids holds 2 in row 0, column 1, but the model has type_vocab_size = 2",
        ("input_ids", Ids(1, 2, 5, 6)), ("token_type_ids", Ids(1, 2, 0, 2)));

    [Fact]
    public void A_text_longer_than_the_positions_is_refused_with_how_to_truncate() => Refused(
        "The batch is 17 tokens long, but the model reads at most 16 (max_position_embeddings). Truncate when you tokenize: truncation: true, maxLength: 16",
        ("input_ids", Ids(1, 17)));

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    public void A_label_out_of_range_is_named_with_its_row(int label) => Refused(
        $"The label of row 1 of the batch is {label}, but the model has num_labels = 3: expected 0 to 2",
        ("input_ids", Ids(2, 2, 5, 6, 7, 8)), ("labels", new LongTensor([0, label], new(2))));

    [Fact]
    public void Labels_of_another_count_are_refused() => Refused(
        "The labels are whole numbers of shape (3), but single_label_classification needs whole numbers of shape (2)",
        ("input_ids", Ids(2, 2, 5, 6, 7, 8)), ("labels", new LongTensor([0, 1, 2], new(3))));

    [Fact]
    public void A_mask_of_another_shape_is_refused() => Refused(
        "attention_mask has the shape (1, 3), but input_ids has (1, 2)", ("input_ids", Ids(1, 2, 5, 6)), ("attention_mask", Ids(1, 3, 1, 1, 1)));

    [Fact]
    public void A_batch_without_ids_is_refused_with_what_it_has() => Refused(
        "The batch has no input_ids of whole numbers; it has labels", ("labels", new LongTensor([0], new(1))));

    [Fact]
    public void Embeddings_instead_of_ids_are_refused() => Refused(
        "The batch has \"inputs_embeds\", which this model does not take", ("input_ids", Ids(1, 1, 5)), ("inputs_embeds", Tensor.Zeros(new(1, 1, 12))));

    [Fact]
    public void An_ignored_label_is_left_out_of_the_mean()
    {
        Tensor Loss(params long[] labels)
        {
            PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder("bert-tiny"));
            return model.Forward(Batch(("input_ids", Ids(2, 2, 5, 6, 7, 8)), ("labels", new LongTensor(labels, new(2))))).Loss!;
        }

        float both = Loss(1, 2).Item();

        Assert.Equal(both, (Loss(1, -100).Item() + Loss(-100, 2).Item()) / 2, 1e-6f);
    }

    [Fact]
    public void What_the_first_labels_show_is_kept_in_the_config()
    {
        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder("distilbert-tiny"));

        model.Forward(Batch(("input_ids", Ids(1, 2, 5, 6)), ("labels", new LongTensor([0], new(1)))));

        Assert.Equal(ProblemType.SingleLabelClassification, model.Config.ProblemType);
    }

    [Fact]
    public void Whole_numbers_serve_as_labels_of_a_multi_label_problem()
    {
        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(
            ModelGolden.Folder("bert-tiny"), new() { ProblemType = ProblemType.MultiLabelClassification });
        (string, TensorBase) ids = ("input_ids", Ids(1, 2, 5, 6));

        float whole = model.Forward(Batch(ids, ("labels", new LongTensor([0, 1, 1], new(1, 3))))).Loss!.Item();
        float real = model.Forward(Batch(ids, ("labels", Tensor.From([0, 1, 1], new(1, 3))))).Loss!.Item();

        Assert.Equal(real, whole);
    }

    private static void Refused(string message, params (string Key, TensorBase Value)[] inputs) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(() => Model.Forward(Batch(inputs))).Message);

    private static float[] Logits(params (string Key, TensorBase Value)[] inputs) => Model.Forward(Batch(inputs)).Logits!.ToArray();

    private static Batch Batch(params (string Key, TensorBase Value)[] inputs)
    {
        Batch batch = new();
        foreach ((string key, TensorBase value) in inputs)
        {
            batch[key] = value;
        }

        return batch;
    }

    private static LongTensor Ids(int rows, int length, params long[] values) =>
        new(values.Length == 0 ? new long[rows * length] : values, new(rows, length));
}
