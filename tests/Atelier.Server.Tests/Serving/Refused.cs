using System.Text;

namespace Atelier.Server.Tests.Serving;

/// <summary>Sends what must be refused, and proves that nothing was written and nothing charged.</summary>
internal static class Refused
{
    public const string OpenAi = "/v1/images/generations";
    public const string Native = "/v1/generations";

    public static TheoryData<string> Doors => [OpenAi, Native];

    public static Task<Answer> PostAsync(
        TestServer server,
        string door,
        string body,
        params (string, string)[] headers
    ) => PostAsync(server, door, new StringContent(body, Encoding.UTF8, "application/json"), headers);

    public static async Task<Answer> PostAsync(
        TestServer server,
        string door,
        HttpContent content,
        params (string, string)[] headers
    )
    {
        var caller = await server.AddCallerAsync();
        var before = await HouseState.ReadAsync(server.House);

        var answer = await caller.SendAsync(HttpMethod.Post, door, content, headers);

        Assert.Equal(before, await HouseState.ReadAsync(server.House));
        return answer;
    }

    /// <summary>What the error says to a person.</summary>
    public static string Message(string door, Answer answer) =>
        answer.TextAt(door == OpenAi ? "error.message" : "detail")!;
}
