using System.Text;
using System.Text.Json;
using Atelier.Providers.LegNext;
using Atelier.Providers.LegNext.Jobs;

namespace Atelier.Providers.Tests.LegNext;

/// <summary>The traps of the job object, the callback and the balance.</summary>
public sealed class JobTests
{
    [Fact]
    [Trait("Requirement", "A-33")]
    public void Read_JobJustMade_HasNoSeedTimeOrPicture()
    {
        var job = Read(
            """
            {"job_id":"6b3f-1","model":"midjourney","task_type":"diffusion","status":"pending","config":{"service_mode":"public"},
             "input":null,"output":{"image_url":"","image_urls":null,"seed":""},
             "meta":{"created_at":"2025-12-17T11:08:36Z","started_at":"0001-01-01T00:00:00Z","ended_at":"","usage":{"type":"point","frozen":80,"consume":0}},
             "detail":null,"logs":[],"error":{"code":0,"raw_message":"","message":"","detail":null},"new_member":{"a":[1]}}
            """
        )!;

        Assert.Equal(("6b3f-1", "diffusion", "pending"), (job.Id, job.Kind, job.Status));
        Assert.Equal((null, 0m, 80m), (job.Seed, job.Consumed, job.Frozen));
        Assert.Empty(job.Pictures);
        Assert.Equal("", job.ErrorText);
    }

    [Theory]
    [InlineData("\"4294967295\"", "4294967295")]
    [InlineData("17", "17")]
    [InlineData("\"\"", "")]
    [InlineData("\"abc\"", "")]
    [InlineData("\"4294967296\"", "")]
    [InlineData("-1", "")]
    [InlineData("null", "")]
    [InlineData("[]", "")]
    [Trait("Requirement", "A-33")]
    public void Read_Seed_IsANumberInQuotes(string seed, string expected) =>
        Assert.Equal(expected, $"{Read($$$"""{"job_id":"j","output":{"seed":{{{seed}}}}}""")!.Seed}");

    [Theory]
    [InlineData("upscale", "null", "one")]
    [InlineData("remove-background", "[]", "one")]
    [InlineData("upscale", "[\"a\"]", "a")]
    [InlineData("diffusion", "null", "")]
    [InlineData("diffusion", "[\"a\",\"b\"]", "a b")]
    public void Read_Pictures_AreTheSingleOnes(string kind, string urls, string pictures) =>
        Assert.Equal(
            pictures,
            string.Join(
                ' ',
                Read(
                    $$$"""{"job_id":"j","task_type":"{{{kind}}}","output":{"image_url":"one","image_urls":{{{urls}}}}}"""
                )!.Pictures
            )
        );

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"job_id":null}""")]
    [InlineData("""{"job_id":""}""")]
    [InlineData("""{"job_id":"a/b"}""")]
    [InlineData("""{"data":{"job_id":"j"}}""")]
    public void Read_NoJob_IsNull(string json) => Assert.Null(Read(json));

    [Theory]
    [InlineData("""{"output":3,"meta":[],"error":"x","status":7}""")]
    [InlineData("""{"output":{"image_urls":{"a":1},"seed":{}},"meta":{"usage":"none"}}""")]
    [InlineData("""{"meta":{"usage":{"consume":-5,"frozen":1e20}}}""")]
    public void Read_WrongTypes_AreNotTold(string members)
    {
        var job = Read("""{"job_id":"j",""" + members[1..])!;

        Assert.Equal((null, null, null), (job.Seed, job.Consumed, job.Frozen));
        Assert.Equal("", job.Status);
    }

    [Theory]
    [InlineData("""{"job_id":"abc-123","status":"completed"}""", "abc-123")]
    [InlineData("""{"output":{"job_id":"inner"},"logs":[{"job_id":"x"}],"job_id":"abc"}""", "abc")]
    [InlineData("""{"job_id":"abc","cut":""", "abc")]
    [InlineData("""{"output":{"job_id":"inner"}}""", null)]
    [InlineData("""{"job_id":12}""", null)]
    [InlineData("""{"job_id":"../balance"}""", null)]
    [InlineData("""{"job_id":"\ud800"}""", null)]
    [InlineData("""["job_id","abc"]""", null)]
    [InlineData("\"job_id\"", null)]
    [InlineData("not json", null)]
    [InlineData("", null)]
    [Trait("Requirement", "A-38")]
    public void ReadTaskId_OfACallback_IsItsOwnId(string body, string? id) =>
        Assert.Equal(id, LegNextCallback.ReadTaskId(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void ReadTaskId_OfAHugeOrDeepBody_IsNull()
    {
        var huge = """{"logs":"LONG","job_id":"abc"}""".Replace("LONG", new string('a', 256 * 1024));
        var deep = $$"""{"logs":{{new string('[', 5000)}}{{new string(']', 5000)}},"job_id":"abc"}""";

        Assert.Null(LegNextCallback.ReadTaskId(Encoding.UTF8.GetBytes(huge)));
        Assert.Null(LegNextCallback.ReadTaskId(Encoding.UTF8.GetBytes(deep)));
    }

    [Theory]
    [InlineData(71000, 1048, "false", 72.048)]
    [InlineData(0, 0, "true", 0)]
    [InlineData(0, 79.5, "true", 0.0795)]
    [Trait("Requirement", "A-35")]
    public void Read_Balance_IsCreditsAndPointsAtAThousandADollar(double credits, double points, string low, double usd)
    {
        var check = LegNextBalance.Read(
            JsonDocument
                .Parse(
                    FormattableString.Invariant(
                        $$$"""{"code":200,"data":{"account_id":1,"balance_usd":9,"available_credits":{{{credits}}},"available_points":{{{points}}},"low_balance_alert":{{{low}}}},"message":"success"}"""
                    )
                )
                .RootElement
        )!;

        Assert.Equal((decimal)usd, check.BalanceUsd);
        Assert.Equal(low == "true" ? 1 : 0, check.Notes.Count);
    }

    private static LegNextJob? Read(string json) => LegNextJob.Read(JsonDocument.Parse(json).RootElement);
}
