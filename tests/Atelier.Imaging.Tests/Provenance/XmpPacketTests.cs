using Atelier.Core.Images;
using Atelier.Imaging.Provenance;

namespace Atelier.Imaging.Tests.Provenance;

public sealed class XmpPacketTests
{
    private static readonly ProvenanceRecord Record = new()
    {
        SourceType = DigitalSourceType.TrainedAlgorithmicMedia,
        CreatedAt = new DateTimeOffset(2026, 11, 20, 1, 30, 15, 999, TimeSpan.FromHours(2)),
    };

    [Theory]
    [InlineData(DigitalSourceType.TrainedAlgorithmicMedia, "trainedAlgorithmicMedia")]
    [InlineData(DigitalSourceType.CompositeWithTrainedAlgorithmicMedia, "compositeWithTrainedAlgorithmicMedia")]
    [InlineData(DigitalSourceType.AlgorithmicMedia, "algorithmicMedia")]
    [InlineData(DigitalSourceType.AlgorithmicallyEnhanced, "algorithmicallyEnhanced")]
    public void Write_EverySourceType_UsesTheNewsCode(DigitalSourceType type, string code) =>
        Assert.Equal(
            "http://cv.iptc.org/newscodes/digitalsourcetype/" + code,
            Read(Record with { SourceType = type }).SourceType
        );

    [Fact]
    public void Write_AllFields_ReturnWhenRead()
    {
        var read = Read(
            Record with
            {
                CreatorTool = "Atelier & Söhne",
                AiSystem = "<Model> \"X\"",
                AiSystemVersion = "1.1 ]]>",
                Prompt = "a cat 🐈 <?xpacket end=\"w\"?> & more",
            }
        );

        Assert.Equal("Atelier & Söhne", read.CreatorTool);
        Assert.Equal("<Model> \"X\"", read.AiSystem);
        Assert.Equal("1.1 ]]>", read.AiSystemVersion);
        Assert.Equal("a cat 🐈 <?xpacket end=\"w\"?> & more", read.Prompt);
    }

    [Fact]
    public void Write_OnlyNeededFields_LeavesOthersOut() =>
        Assert.Equal(
            ["DigitalSourceType", "CreatorTool", "CreateDate"],
            Read(Record with { AiSystem = " ", Prompt = "\u0001" }).Names
        );

    [Fact]
    public void Write_TimeOfAnotherZone_IsUtcToTheSecond() =>
        Assert.Equal("2026-11-19T23:30:15Z", Read(Record).CreateDate);

    [Theory]
    [InlineData("a\u0000b\u0008c\u001Fd", "abcd")]
    [InlineData("tab\tline\nreturn\r\nend\r", "tab\tline\nreturn\r\nend\r")]
    [InlineData("\uFFFEnot\uFFFF", "not")]
    [InlineData("\u0085next", "\u0085next")]
    public void Write_ForbiddenCharacters_AreRemoved(string prompt, string expected) =>
        Assert.Equal(expected, Read(Record with { Prompt = prompt }).Prompt);

    [Fact]
    public void Write_LoneSurrogates_AreRemovedAndPairsKept()
    {
        const string prompt = "\uDC08high \uD83D end 🐈 \uD83D";

        Assert.Equal("high  end 🐈 ", Read(Record with { Prompt = prompt }).Prompt);
    }

    [Fact]
    public void Write_LongPrompt_IsCutWithoutHalfACharacter()
    {
        var prompt = new string('x', ProvenanceRecord.MaxPromptLength - 1) + "🐈🐈";

        Assert.Equal(
            new string('x', ProvenanceRecord.MaxPromptLength - 1),
            Read(Record with { Prompt = prompt }).Prompt
        );
    }

    private static XmpReader Read(ProvenanceRecord record) => new(XmpPacket.Write(record));
}
