using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Atelier.Providers.Answers;

namespace Atelier.Providers.Tests.Sieving;

public sealed class AnswerSieveTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(48 * 1024)]
    [InlineData(65_536)]
    [InlineData(3_000_000)]
    public async Task Read_FilesOfAnySize_ComeOutWholeAndTheRestStays(int size)
    {
        byte[][] files = [RandomNumberGenerator.GetBytes(size), RandomNumberGenerator.GetBytes(size + 1)];
        var text =
            $$$$"""{"a":[{"data":"{{{{Convert.ToBase64String(files[0])}}}}","b":1.50},{"data":"{{{{Convert.ToBase64String(files[1])}}}}"}],"c":"ü\"\n","d":null,"e":[true,false,{}]}""";

        var sieved = await ReadAsync(text);

        Assert.Equal(files, sieved.Files);
        Assert.Equal(
            """{"a":[{"data":0,"b":1.50},{"data":1}],"c":"\u00FC\u0022\n","d":null,"e":[true,false,{}]}""",
            sieved.Json.GetRawText()
        );
    }

    [Fact]
    public async Task Read_BytesThatComeOneByOne_AreReadAlike()
    {
        var file = RandomNumberGenerator.GetBytes(200_000);
        await using var stream = new DripStream(Bytes($$$$"""{"data":"{{{{Convert.ToBase64String(file)}}}}"}"""));

        var sieved = await AnswerSieve.ReadAsync(stream, "data", Cancel);

        Assert.Equal(file, Assert.Single(sieved.Files));
    }

    [Theory]
    [InlineData("""{"data":"no-base64"}""")]
    [InlineData("""{"data":""}""")]
    [InlineData("""{"data":0}""")]
    [InlineData("""{"data":null}""")]
    public async Task Read_NoFileInItsPlace_IsNull(string text)
    {
        var sieved = await ReadAsync(text);

        Assert.Empty(sieved.Files);
        Assert.Equal("""{"data":null}""", sieved.Json.GetRawText());
    }

    [Fact]
    public async Task Read_LongTextsAndTooManyFiles_AreLeftOut()
    {
        var signature = new string('x', 100_000);
        var files = string.Join(',', Enumerable.Repeat("""{"data":"AQID"}""", 70));

        var sieved = await ReadAsync($$$$"""{"thoughtSignature":"{{{{signature}}}}","files":[{{{{files}}}}]}""");

        Assert.Equal(JsonValueKind.Null, sieved.Json.GetProperty("thoughtSignature").ValueKind);
        Assert.Equal(64, sieved.Files.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"data":"AQID""")]
    [InlineData("{} {}")]
    [InlineData("<html></html>")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    public async Task Read_NoJson_Fails(string text) =>
        await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync(text));

    [Fact]
    public async Task Read_FarTooMuchJson_Fails()
    {
        var numbers = string.Join(',', Enumerable.Repeat("1234567890", 500_000));

        await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync($"[{numbers}]"));
    }

    private static Task<SievedAnswer> ReadAsync(string text) =>
        AnswerSieve.ReadAsync(new MemoryStream(Bytes(text)), "data", Cancel);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private sealed class DripStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 1)], cancellationToken);
    }
}
