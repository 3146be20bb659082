namespace FineTune.Tests.Metrics;

public sealed class PorterStemmerTests
{
    [Theory]
    [InlineData("caresses ponies ties caress cats", "caress poni tie caress cat")]
    [InlineData("feed agreed plastered bled motoring sing", "feed agre plaster bled motor sing")]
    [InlineData("conflated troubled sized hopping tanned falling hissing fizzed failing filing", "conflat troubl size hop tan fall hiss fizz fail file")]
    [InlineData("happy sky enjoy say by", "happi sky enjoy say by")]
    [InlineData("relational conditional rational valenci digitizer radically", "relat condit ration valenc digit radic")]
    [InlineData("differently vileli analogously vietnamization predication operator", "differ vile analog vietnam predic oper")]
    [InlineData("feudalism decisiveness hopefulness callousness formality sensitivity sensibility", "feudal decis hope callous formal sensit sensibl")]
    [InlineData("triplicate formative formalize electricity electrical hopeful goodness", "triplic form formal electr electr hope good")]
    [InlineData("revival allowance inference airliner gyroscopic adjustable defensible irritant replacement adjustment dependent adoption", "reviv allow infer airlin gyroscop adjust defens irrit replac adjust depend adopt")]
    [InlineData("homologous effective bowdlerize probate rate cease controlling roll", "homolog effect bowdler probat rate ceas control roll")]
    [InlineData("skies dying lying tying news innings outings cannings proceed succeeded", "sky die lie tie news inning outing canning proceed succeed")]
    [InlineData("flies dies denied died spied archaeology theology fully ears oasis abc123s", "fli die deni die spi archaeolog theolog fulli ear oasi abc123")]
    public void Stems_are_nltks(string words, string stems) =>
        Assert.Equal(stems, string.Join(' ', words.Split(' ').Select(PorterStemmer.Stem)));
}
