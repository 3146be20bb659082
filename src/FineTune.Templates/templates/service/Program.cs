using FineTune;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddTextClassification(builder.Configuration["model"] ?? "MODEL_NAME_OR_PATH", new PipelineOptions { TopK = 3 });

WebApplication app = builder.Build();
app.MapPost("/classify", (Question question, TextClassificationPipeline classifier, CancellationToken cancelled) =>
    classifier.ClassifyTopAsync(new TextInput(question.Text, question.TextPair), cancelled));
app.MapHealthChecks("/health");
app.Run();

internal sealed record Question(string Text, string? TextPair = null);
