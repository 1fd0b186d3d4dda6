using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Atelier.Providers.Answers;
using Atelier.Providers.OpenAi;

namespace Atelier.Providers.Tests.OpenAi;

/// <summary>Answers as they are read from the spool, streamed and not.</summary>
public sealed class SievedStreamTests
{
    private const string Partial =
        "event: image_generation.partial_image\ndata: {\"type\":\"image_generation.partial_image\",\"b64_json\":\"AQID\"}\n\n";
    private const string Completed =
        "event: image_generation.completed\r\ndata: {\"type\":\"image_generation.completed\",\"b64_json\":\"BAUG\"}\r\n\r\n";
    private const string Mark = "\uFEFF";

    private static readonly SieveRules Rules = new() { Files = ["b64_json"] };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Partial + Completed)]
    [InlineData(Completed)]
    [InlineData(Mark + Partial + Completed)]
    [InlineData(Mark + "data: {\"type\":\"image_edit.completed\",\"b64_json\":\"BAUG\"}")]
    [InlineData("""{"data":[{"b64_json":"BAUG"}]}""")]
    [InlineData(Mark + """{"data":[{"b64_json":"BAUG"}]}""")]
    [InlineData(Mark + " \r\n" + """{"b64_json":"BAUG"}""")]
    public async Task SieveAsync_AnyAnswer_FindsTheFinishedPictureAndNoPartial(string text) =>
        Assert.Equal([4, 5, 6], Assert.Single((await SieveAsync(text)).Files));

    [Theory]
    [InlineData("")]
    [InlineData("data: [DONE]\n\n")]
    [InlineData("data: {\"type\":\"image_generation.completed\",\n\n")]
    [InlineData("data: {\"type\":\"image_generation.completed\",\"b64_json\":\"\"}\n\n")]
    public async Task SieveAsync_StreamWithoutAFinishedPicture_IsNoJson(string end) =>
        await Assert.ThrowsAnyAsync<JsonException>(() => SieveAsync(Partial + end));

    [Fact]
    public async Task SieveAsync_AnswerThatComesByteByByte_IsReadAlike()
    {
        await using var whole = new PieceStream(Encoding.UTF8.GetBytes(Mark + """{"data":[{"b64_json":"BAUG"}]}"""), 1);
        await using var streamed = new PieceStream(Encoding.UTF8.GetBytes(Mark + Partial + Completed), 1);

        Assert.Single((await OpenAiStream.SieveAsync(whole, Rules, Cancel)).Files);
        Assert.Single((await OpenAiStream.SieveAsync(streamed, Rules, Cancel)).Files);
    }

    [Fact]
    public async Task SieveAsync_LargePictureInSmallPieces_LooksAtEachByteOnce()
    {
        var picture = new string('A', 24 * 1024 * 1024);
        var bytes = Encoding.ASCII.GetBytes(
            $"data: {{\"type\":\"image_generation.completed\",\"b64_json\":\"{picture}\"}}\n\n"
        );
        await using var pieces = new PieceStream(bytes, 4096);
        var started = Stopwatch.GetTimestamp();

        var sieved = await OpenAiStream.SieveAsync(pieces, Rules, Cancel);

        Assert.Equal(picture.Length / 4 * 3, Assert.Single(sieved.Files).Length);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    private static async Task<SievedAnswer> SieveAsync(string text)
    {
        using var answer = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await OpenAiStream.SieveAsync(answer, Rules, Cancel);
    }

    private sealed class PieceStream(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, most)], cancellationToken);
    }
}
