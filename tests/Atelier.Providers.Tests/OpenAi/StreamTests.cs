using System.Text;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.OpenAi;

namespace Atelier.Providers.Tests.OpenAi;

/// <summary>A streamed answer, whole and broken: without the finished picture it is a lost call.</summary>
public sealed class StreamTests
{
    private const string Partial =
        "event: image_generation.partial_image\ndata: {\"type\":\"image_generation.partial_image\",\"b64_json\":\"AQID\",\"partial_image_index\":0}\n\n";
    private const string Completed =
        "event: image_generation.completed\r\ndata: {\"type\":\"image_generation.completed\",\"b64_json\":\"BAUG\",\"usage\":{\"output_tokens\":3}}\r\n\r\n";

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10_000)]
    public void Take_InPiecesOfAnySize_ShowsThePartialsAndEndsWell(int size)
    {
        var seen = new Glimpses();
        var stream = new OpenAiStream("openai", seen);

        TakeAll(stream, $": hello\n\n{Partial}{Partial}{Completed}data: [DONE]\n\n", size);
        stream.End();

        Assert.Equal(["010203", "010203"], seen.Shown);
    }

    [Theory]
    [InlineData("")]
    [InlineData(Partial)]
    [InlineData("data: {\"type\":\"image_generation.completed\"}\n\n")]
    [InlineData("data: {\"type\":\"image_generation.completed\",\"b64_json\":\"BAU")]
    [InlineData("data: {\"type\":\"image_generation.completed\",\"b64_json\":\"\"}\n\n")]
    [InlineData("data: {\"type\":\"image_generation.completed\",\"b64_json\":[1]}\n\n")]
    [InlineData("data: [1, 2]\n\ndata: 7\n\ndata: null\n\n")]
    [InlineData("data: {\"type\":7,\"error\":[]}\n\n")]
    public void End_WithoutTheFinishedPicture_IsLostAndMayHaveCost(string text)
    {
        var stream = new OpenAiStream("openai", new Glimpses());
        TakeAll(stream, text, 5);

        var failure = Assert.Throws<ProviderException>(stream.End);

        Assert.Equal((FailureKind.Lost, Charge.Unknown), (failure.Kind, failure.Charge));
    }

    [Theory]
    [InlineData("", "moderation_blocked", FailureKind.Refused, Charge.None)]
    [InlineData(Partial, "moderation_blocked", FailureKind.Refused, Charge.Charged)]
    [InlineData(Partial, "server_error", FailureKind.ServerError, Charge.Unknown)]
    public void End_AfterAnError_IsThatError(string before, string code, FailureKind kind, Charge charge)
    {
        var stream = new OpenAiStream("openai", new Glimpses());
        TakeAll(
            stream,
            $"{before}event: error\ndata: {{\"error\":{{\"code\":\"{code}\",\"message\":\"secret\"}}}}\n\n",
            11
        );

        var failure = Assert.Throws<ProviderException>(stream.End);

        Assert.Equal((kind, charge), (failure.Kind, failure.Charge));
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IsWhole_FinishedPictureCame_IsTrueFromTheEndOfItsLineOn()
    {
        var stream = new OpenAiStream("openai", new Glimpses());
        var line = Completed[..(Completed.IndexOf("}\r", StringComparison.Ordinal) + 2)];
        TakeAll(stream, Partial + line, 9);
        Assert.False(stream.IsWhole);

        TakeAll(stream, "\n", 1);

        Assert.True(stream.IsWhole);
        // What comes later changes nothing.
        TakeAll(stream, "data: {\"error\":{\"code\":\"server_error\"}}\n\n", 9);
        stream.End();
    }

    private static void TakeAll(OpenAiStream stream, string text, int size)
    {
        foreach (var piece in Encoding.UTF8.GetBytes(text).Chunk(size))
        {
            stream.Take(piece);
        }
    }

    private sealed class Glimpses : IGlimpses
    {
        public List<string> Shown { get; } = [];

        public bool Wanted => true;

        public void Tell(int percent) => Assert.Fail("Nobody tells.");

        public void Show(ReadOnlyMemory<byte> picture) => Shown.Add(Convert.ToHexStringLower(picture.Span));
    }
}
