using System.Text;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Gemini;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Gemini;

/// <summary>Answers with status 200, of which not every one brings a picture.</summary>
public sealed class AnswerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SAFETY")]
    [InlineData("OTHER")]
    [InlineData("BLOCKLIST")]
    [InlineData("PROHIBITED_CONTENT")]
    [InlineData("IMAGE_SAFETY")]
    [InlineData("BLOCK_REASON_UNSPECIFIED")]
    [InlineData("BLOCKED_REASON_UNSPECIFIED")]
    [Trait("Requirement", "B-25")]
    public async Task Read_PromptBlocked_IsRefused(string reason) =>
        Assert.Equal(
            FailureKind.Refused,
            (await FailAsync($$$"""{"promptFeedback":{"blockReason":"{{{reason}}}"}}""")).Kind
        );

    [Theory]
    [InlineData("SAFETY", FailureKind.Refused)]
    [InlineData("PROHIBITED_CONTENT", FailureKind.Refused)]
    [InlineData("BLOCKLIST", FailureKind.Refused)]
    [InlineData("SPII", FailureKind.Refused)]
    [InlineData("RECITATION", FailureKind.Refused)]
    [InlineData("IMAGE_SAFETY", FailureKind.Refused)]
    [InlineData("IMAGE_PROHIBITED_CONTENT", FailureKind.Refused)]
    [InlineData("IMAGE_RECITATION", FailureKind.Refused)]
    [InlineData("STOP", FailureKind.Refused)]
    [InlineData("NO_IMAGE", FailureKind.TaskFailed)]
    [InlineData("IMAGE_OTHER", FailureKind.TaskFailed)]
    [InlineData("OTHER", FailureKind.TaskFailed)]
    [InlineData("MAX_TOKENS", FailureKind.TaskFailed)]
    [InlineData("LANGUAGE", FailureKind.TaskFailed)]
    [Trait("Requirement", "B-25")]
    public async Task Read_EndWithoutAPicture_IsWhatItsReasonSays(string reason, FailureKind kind)
    {
        var empty = await FailAsync($$$$"""{"candidates":[{"finishReason":"{{{{reason}}}}"}]}""");
        var words = await FailAsync(
            $$$$"""{"candidates":[{"finishReason":"{{{{reason}}}}","content":{"parts":[{"text":"I cannot draw Zanzibar."}]}}]}"""
        );

        Assert.Equal((kind, kind), (empty.Kind, words.Kind));
        Assert.DoesNotContain("Zanzibar", words.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_Refused_NamesOurCategoriesOfWhatBlockedIt()
    {
        var failure = await FailAsync(
            """
            {"candidates":[{"finishReason":"SAFETY","safetyRatings":[
              {"category":"HARM_CATEGORY_HARASSMENT","blocked":true},{"category":"HARM_CATEGORY_HATE_SPEECH","blocked":true},
              {"category":"HARM_CATEGORY_SEXUALLY_EXPLICIT","blocked":false},{"category":"HARM_CATEGORY_OF_TOMORROW","blocked":true},7
            ]}]}
            """
        );

        Assert.Equal(["hate_speech"], failure.Categories);
    }

    [Theory]
    [InlineData("""{"promptTokenCount":100}""", 150_000, Charge.Charged)]
    [InlineData("""{"promptTokenCount":100,"thoughtsTokenCount":10}""", 225_000, Charge.Charged)]
    [InlineData("""{"promptTokenCount":0}""", 0, Charge.None)]
    [InlineData("{}", null, Charge.Charged)]
    [Trait("Requirement", "B-26")]
    public async Task Read_Refused_CostsWhatTheUsageSays(string usage, int? nanos, Charge charge)
    {
        var failure = await FailAsync($$$"""{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{{{usage}}}}""");

        Assert.Equal((nanos, charge), (failure.CostNanos, failure.Charge));
    }

    [Theory]
    [InlineData(
        """{"promptTokenCount":8,"candidatesTokenCount":1120,"thoughtsTokenCount":172,"candidatesTokensDetails":[{"modality":"IMAGE","tokenCount":1120}]}""",
        (8 * 1_500) + (1120 * 30_000) + (172 * 7_500)
    )]
    [InlineData(
        """{"promptTokenCount":8,"candidatesTokenCount":1130,"candidatesTokensDetails":[{"modality":"IMAGE","tokenCount":1120},{"modality":"TEXT","tokenCount":10}]}""",
        (8 * 1_500) + (1120 * 30_000) + (10 * 7_500)
    )]
    [InlineData("""{"promptTokenCount":8,"candidatesTokenCount":1120}""", (8 * 1_500) + (1120 * 30_000))]
    [InlineData("""{"promptTokenCount":-8,"candidatesTokenCount":1120}""", null)]
    [InlineData("""{"promptTokenCount":99999999999}""", null)]
    [InlineData("""{"promptTokenCount":"8"}""", null)]
    [InlineData("[]", null)]
    [Trait("Requirement", "B-26")]
    public async Task Read_Usage_IsTheCost(string usage, int? nanos)
    {
        var answer = await ReadAsync($$$$"""{{{{{Picture}}}},"usageMetadata":{{{{usage}}}}}""");

        Assert.Equal(((long?)nanos, false), (answer.CostNanos, answer.Estimated));
    }

    [Fact]
    public async Task Read_ModelWithoutAPrice_TellsNoCost() =>
        Assert.Null(
            (
                await ReadAsync(
                    $$$$"""{{{{{Picture}}}},"usageMetadata":{"promptTokenCount":8}}""",
                    "gemini-of-tomorrow"
                )
            ).CostNanos
        );

    [Theory]
    [InlineData("""[{"inlineData":{"mimeType":"image/jpeg","data":"AQID"}}]""", 1)]
    [InlineData("""[{"inline_data":{"mime_type":"image/png","data":"AQID"}}]""", 1)]
    [InlineData("""[{"text":"Here"},{"inlineData":{"data":"AQID"},"thoughtSignature":"x"}]""", 1)]
    [InlineData("""[{"thought":true,"inlineData":{"data":"AQID"}},{"inlineData":{"data":"BAUG"}}]""", 1)]
    [InlineData(
        """[{"inlineData":{"data":"BAUG"},"thought":true},{"inlineData":{"data":"AQID"},"thought":false}]""",
        1
    )]
    [InlineData("""[{"inlineData":{"data":"AQID"}},{"inlineData":{"data":"BAUG"}}]""", 2)]
    public async Task Read_Parts_ArePicturesButForThoughts(string parts, int pictures)
    {
        var answer = await ReadAsync($$$$"""{"candidates":[{"content":{"parts":{{{{parts}}}}}}]}""");

        Assert.Equal(pictures, answer.Pictures.Count);
        Assert.All(answer.Pictures, picture => Assert.Equal(3, picture.Bytes.Length));
    }

    [Theory]
    [InlineData("""[{"inlineData":{"data":"AQID"},"thought":true}]""")]
    [InlineData("""[{"inlineData":{"data":""}}]""")]
    [InlineData("""[{"inlineData":{"data":"no-base64"}}]""")]
    [InlineData("""[{"inlineData":{"data":0}},{"thought":true,"inlineData":{"data":"AQID"}}]""")]
    [InlineData("""[{"inlineData":"AQID"},7,null,[]]""")]
    [InlineData("{}")]
    public async Task Read_NothingButThoughtsAndNonsense_IsNoPicture(string parts)
    {
        var failure = await FailAsync(
            $$$$"""{"candidates":[{"finishReason":"NO_IMAGE","content":{"parts":{{{{parts}}}}}}]}"""
        );

        Assert.Equal((FailureKind.TaskFailed, Charge.Charged), (failure.Kind, failure.Charge));
    }

    private const string Picture = "\"candidates\":[{\"content\":{\"parts\":[{\"inlineData\":{\"data\":\"AQID\"}}]}}]";

    private static async Task<ProviderException> FailAsync(string answer) =>
        await Assert.ThrowsAsync<ProviderException>(() => ReadAsync(answer));

    private static Task<ProviderAnswer> ReadAsync(string answer, string model = "gemini-nano-banana-2.1")
    {
        var spool = new MemorySpool();
        spool.Put(AnswerSpool.Answer, Encoding.UTF8.GetBytes(answer));
        return GeminiAnswer.ReadAsync(model, spool, Cancel);
    }
}
