using System.Text;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.OpenAi;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.OpenAi;

public sealed class AnswerTests
{
    private const string Picture = """{"b64_json":"AQID"}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadAsync_PicturesOnly_AreRead()
    {
        var answer = await ReadAsync(
            $$"""{"data":[{{Picture}},{"url":"https://x"},7,{"b64_json":"?"},{"b64_json":"BA=="}]}"""
        );

        Assert.Equal(
            [
                [1, 2, 3],
                [4],
            ],
            answer.Pictures.Select(picture => picture.Bytes.ToArray())
        );
        Assert.All(answer.Pictures, picture => Assert.Null(picture.Seed));
        Assert.Null(answer.CostNanos);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("{\"data\":[]}")]
    [InlineData("{\"data\":{}}")]
    [InlineData("{\"data\":[{\"b64_json\":\"\"}]}")]
    [InlineData("{\"data\":[{\"b64_json\":null}]}")]
    public async Task ReadAsync_NoPicture_IsUnreadableAndCharged(string text)
    {
        var failure = await Assert.ThrowsAsync<ProviderException>(() => ReadAsync(text));

        Assert.Equal((FailureKind.Unreadable, Charge.Charged), (failure.Kind, failure.Charge));
    }

    [Fact]
    public async Task ReadAsync_NothingInTheSpool_IsLostAndCharged()
    {
        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            OpenAiAnswer.ReadAsync("openai", Orders.Flare, new MemorySpool(), Cancel)
        );

        Assert.Equal((FailureKind.Lost, Charge.Charged), (failure.Kind, failure.Charge));
    }

    // Nano-dollars, from the prices for a million tokens: text 5, picture in 8, picture out 30; cached a quarter.
    [Theory]
    [InlineData(
        """{"input_tokens_details":{"text_tokens":44,"image_tokens":0},"output_tokens_details":{"image_tokens":1756,"text_tokens":0}}""",
        52_900_000L
    )]
    [InlineData(
        """{"input_tokens_details":{"text_tokens":44,"image_tokens":300},"output_tokens_details":{"image_tokens":1756,"text_tokens":9}}""",
        55_300_000L
    )]
    [InlineData("""{"output_tokens":1756,"input_tokens_details":{"text_tokens":44,"image_tokens":0}}""", 52_900_000L)]
    [InlineData(
        """{"output_tokens":10,"input_tokens_details":{"text_tokens":40,"image_tokens":300,"cached_tokens":100}}""",
        2_390_000L
    )]
    [InlineData(
        """{"output_tokens":10,"input_tokens_details":{"text_tokens":40,"image_tokens":300,"cached_tokens":100,"cached_tokens_details":{"text_tokens":0,"image_tokens":100}}}""",
        2_300_000L
    )]
    [InlineData(
        """{"output_tokens":10,"input_tokens_details":{"text_tokens":40,"image_tokens":0,"cached_tokens":99}}""",
        350_000L
    )]
    [InlineData("""{"input_tokens":44,"output_tokens":1756}""", null)]
    [InlineData("""{"input_tokens_details":{"text_tokens":44,"image_tokens":0}}""", null)]
    [InlineData("""{"output_tokens":-1,"input_tokens_details":{"text_tokens":44,"image_tokens":0}}""", null)]
    [InlineData("""{"output_tokens":1.5,"input_tokens_details":{"text_tokens":44,"image_tokens":0}}""", null)]
    [InlineData(
        """{"output_tokens":9223372036854775807,"input_tokens_details":{"text_tokens":44,"image_tokens":0}}""",
        null
    )]
    [InlineData("null", null)]
    public async Task ReadAsync_Usage_IsTheCost(string usage, long? nanos)
    {
        var answer = await ReadAsync($$"""{"data":[{{Picture}}],"usage":{{usage}}}""");

        Assert.Equal(nanos, answer.CostNanos);
        Assert.False(answer.Estimated);
    }

    [Theory]
    [InlineData("gpt-image-1-mini", 2_000L + 2_500 + 8_000)]
    [InlineData("gpt-image-1.5", 5_000L + 8_000 + 32_000 + 10_000)]
    [InlineData("chatgpt-image-latest", 5_000L + 8_000 + 32_000 + 10_000)]
    [InlineData("gpt-image-2", 5_000L + 8_000 + 30_000)]
    [InlineData("gpt-image-2.6-flare-2027-01-01", 5_000L + 8_000 + 30_000)]
    [InlineData("gpt-image-3", null)]
    public async Task ReadAsync_OneTokenOfEachKind_CostsThePrices(string model, long? nanos)
    {
        const string Usage =
            """{"input_tokens_details":{"text_tokens":1,"image_tokens":1},"output_tokens_details":{"image_tokens":1,"text_tokens":1}}""";

        var answer = await ReadAsync($$"""{"data":[{{Picture}}],"usage":{{Usage}}}""", model);

        Assert.Equal(nanos, answer.CostNanos);
    }

    [Fact]
    public async Task ReadAsync_TextIsBilledApartAndNotTold_TheCostIsUnknown()
    {
        const string Usage = """{"output_tokens":9,"input_tokens_details":{"text_tokens":1,"image_tokens":1}}""";

        var answer = await ReadAsync($$"""{"data":[{{Picture}}],"usage":{{Usage}}}""", "gpt-image-1.5");

        Assert.Null(answer.CostNanos);
    }

    private static Task<ProviderAnswer> ReadAsync(string text, string model = Orders.Flare)
    {
        var spool = new MemorySpool();
        spool.Put(AnswerSpool.Answer, Encoding.UTF8.GetBytes(text));
        return OpenAiAnswer.ReadAsync("openai", model, spool, Cancel);
    }
}
