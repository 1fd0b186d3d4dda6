using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Atelier.Providers.Answers;

namespace Atelier.Providers.Tests.Sieving;

public sealed class AnswerSieveTests
{
    private static readonly SieveRules Rules = new() { Files = ["data"] };

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

        // Byte by byte it would take seconds.
        Assert.Equal(files.Select(Hash), sieved.Files.Select(Hash));
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

        var sieved = await AnswerSieve.ReadAsync(stream, Rules, Cancel);

        Assert.Equal(file, Assert.Single(sieved.Files));
    }

    [Fact]
    public async Task Read_MarkOfUtf8AtTheStart_IsPassedBy()
    {
        Assert.Single((await ReadAsync("\uFEFF" + """{"data":"AQID"}""")).Files);
        await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync("\uFEFF\uFEFF" + """{"data":"AQID"}"""));
    }

    [Theory]
    [InlineData("""{"data":"no-base64"}""", """{"data":"no-base64"}""")]
    [InlineData("""{"data":""}""", """{"data":""}""")]
    [InlineData("""{"data":"data:image/png;base64,"}""", """{"data":"data:image/png;base64,"}""")]
    [InlineData("""{"data":0}""", """{"data":null}""")]
    [InlineData("""{"data":null}""", """{"data":null}""")]
    [InlineData("""{"data":[0,[0],{"x":0}]}""", """{"data":[null,[0],{"x":0}]}""")]
    public async Task Read_NoFileInItsPlace_CannotBeTakenForOne(string text, string expected)
    {
        var sieved = await ReadAsync(text);

        Assert.Empty(sieved.Files);
        Assert.Equal(expected, sieved.Json.GetRawText());
    }

    [Theory]
    [InlineData("""{"list":["AQID","/x.png","AQID"],"data":7}""", """{"list":[0,"/x.png",1],"data":null}""")]
    [InlineData("""{"list":[{"data":"AQID"},"AQID",["AQID"],"AQID"]}""", """{"list":[{"data":0},1,["AQID"],2]}""")]
    [InlineData("""{"list":[{"list":["AQID"]},"AQID"],"x":["AQID"]}""", """{"list":[{"list":[0]},1],"x":["AQID"]}""")]
    [InlineData("""{"data":"data:image/png;base64,AQID"}""", """{"data":0}""")]
    [InlineData("""{"data":"DATA:image\/png;base64,AQID"}""", """{"data":0}""")]
    [InlineData("""{"url":"data:,AQID","data":"AQID"}""", """{"url":0,"data":1}""")]
    [InlineData("""{"url":"AQID"}""", """{"url":"AQID"}""")]
    [InlineData("""{"url":0}""", """{"url":null}""")]
    public async Task Read_FilesInListsAndAddresses_AreFound(string text, string expected)
    {
        var rules = new SieveRules { Files = ["data", "list"], Addresses = ["url"] };

        var sieved = await AnswerSieve.ReadAsync(new MemoryStream(Bytes(text)), rules, Cancel);

        Assert.Equal(expected, sieved.Json.GetRawText());
        Assert.All(sieved.Files, file => Assert.Equal([1, 2, 3], file));
    }

    [Fact]
    public async Task Read_OneTextThatMayBeLong_IsKeptToAMegabyte()
    {
        var rules = new SieveRules { LongText = "info" };
        var (text, longer) = (new string('x', 900_000), new string('x', 1_100_000));

        var kept = await AnswerSieve.ReadAsync(new MemoryStream(Bytes($$"""{"info":"{{text}}"}""")), rules, Cancel);
        var lost = await AnswerSieve.ReadAsync(new MemoryStream(Bytes($$"""{"info":"{{longer}}"}""")), rules, Cancel);

        Assert.Equal(text, kept.Json.GetProperty("info").GetString());
        Assert.Equal(JsonValueKind.Null, lost.Json.GetProperty("info").ValueKind);
    }

    [Fact]
    public async Task Read_MoreThanMayBeRead_Fails()
    {
        await using var stream = new MemoryStream(Bytes($"[{new string(' ', 2_000_000)}]"));

        await Assert.ThrowsAnyAsync<JsonException>(() =>
            AnswerSieve.ReadAsync(stream, new SieveRules { MostBytes = 1_000_000 }, Cancel)
        );

        Assert.InRange(stream.Position, 1_000_000, 1_200_000);
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
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    public async Task Read_NoJson_Fails(string text) =>
        await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync(text));

    // Servers cut words within a letter; the picture beside them is whole.
    [Theory]
    [InlineData("""{"a":"x\ud83d","data":"AQID"}""", """{"a":null,"data":0}""")]
    [InlineData("""{"\ud83d":1,"data":"AQID"}""", """{"\uFFFD":1,"data":0}""")]
    [InlineData("""{"\ud83d":{"data":"AQID"}}""", """{"\uFFFD":{"data":0}}""")]
    [InlineData("""{"a":{"b":["\ude00",{"data":"AQID"}]}}""", """{"a":{"b":[null,{"data":0}]}}""")]
    [InlineData("""{"data":["AQID","\ud83d"]}""", """{"data":[0,null]}""")]
    [InlineData("""{"data":["data:image\ud83d;base64,AQID","AQID"]}""", """{"data":[null,0]}""")]
    public async Task Read_HalfALetter_CostsThatTextAlone(string text, string expected)
    {
        var sieved = await ReadAsync(text);

        Assert.Equal([1, 2, 3], Assert.Single(sieved.Files));
        Assert.Equal(expected, sieved.Json.GetRawText());
    }

    [Fact]
    public async Task Read_BytesThatAreNoUtf8_CostThatTextAlone()
    {
        byte[] text = [.. Bytes("{\"a\":\""), 0xF0, 0x9F, .. Bytes("\",\"data\":\"AQID\"}")];

        var sieved = await AnswerSieve.ReadAsync(new MemoryStream(text), Rules, Cancel);

        Assert.Equal("""{"a":null,"data":0}""", sieved.Json.GetRawText());
    }

    [Fact]
    public async Task Read_FarTooMuchJson_Fails()
    {
        var numbers = string.Join(',', Enumerable.Repeat("1234567890", 500_000));

        await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync($"[{numbers}]"));
    }

    private static Task<SievedAnswer> ReadAsync(string text) =>
        AnswerSieve.ReadAsync(new MemoryStream(Bytes(text)), Rules, Cancel);

    private static string Hash(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private sealed class DripStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 1)], cancellationToken);
    }
}
