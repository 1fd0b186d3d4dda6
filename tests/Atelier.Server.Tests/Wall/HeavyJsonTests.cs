using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Wall;

/// <summary>JSON that is meant to hurt whoever reads it.</summary>
public sealed class HeavyJsonTests(TestServer server) : IClassFixture<TestServer>
{
    public static TheoryData<string, string> Bombs =>
        new()
        {
            { "arrays", "{\"prompt\": " + new string('[', 100_000) + new string(']', 100_000) + "}" },
            { "objects", string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) },
            { "seventeen", "{\"extend\": " + new string('[', 16) + new string(']', 16) + "}" },
            { "string", $"{{\"prompt\": \"{new string('x', 1_000_000)}\"}}" },
            { "name", $"{{\"{new string('x', 1_000_000)}\": 1}}" },
            { "number", $"{{\"n\": {new string('9', 1_000_000)}}}" },
            { "exponent", "{\"n\": 1e999999999}" },
            { "not a number", "{\"n\": NaN}" },
            { "infinity", "{\"n\": -Infinity}" },
            { "as text", "{\"n\": \"NaN\"}" },
            { "surrogate", "{\"prompt\": \"\\ud800\"}" },
            { "twice", "{\"prompt\": \"x\", \"n\": 1, \"n\": 10}" },
            { "twice, escaped", "{\"prompt\": \"x\", \"n\": 1, \"\\u006e\": 10}" },
            { "prototype", "{\"prompt\": \"x\", \"__proto__\": {\"admin\": true}}" },
            { "many names", "{" + string.Join(',', Enumerable.Range(0, 60_000).Select(n => $"\"a{n}\":1")) + "}" },
        };

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task Create_HeavyJson_Is400AndQuick(string name, string body)
    {
        foreach (var door in new[] { Refused.OpenAi, Refused.Native })
        {
            var started = TimeProvider.System.GetTimestamp();

            var answer = await Refused.PostAsync(server, door, body);

            Assert.Equal((name, 400), (name, answer.Status));
            Refusal.HidesOurselves(answer);
            Assert.InRange(answer.Bytes.Length, 1, 32_768);
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(20), name);
        }
    }
}
