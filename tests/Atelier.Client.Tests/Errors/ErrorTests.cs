using System.Net;
using Atelier.Client.Errors;
using Atelier.Client.Tests.Serving;

namespace Atelier.Client.Tests.Errors;

public sealed class ErrorTests : ClientTests
{
    private const string Path = "/api/usage";

    [Theory]
    [InlineData(
        """{"success": false, "error": {"message": "No", "code": "SESSION_NOT_FOUND"}}""",
        "No",
        "SESSION_NOT_FOUND"
    )]
    [InlineData("""{"error": "No"}""", "No", ClientErrorCodes.Unknown)]
    [InlineData("""{"title": "Bad", "detail": "No", "code": "invalid_request"}""", "No", "invalid_request")]
    [InlineData("""{"title": "Bad"}""", "Bad", ClientErrorCodes.Unknown)]
    [InlineData("""{"error": {"message": 7, "code": null}}""", null, ClientErrorCodes.Unknown)]
    [InlineData("""{"error": null}""", null, ClientErrorCodes.Unknown)]
    [InlineData("""{"error": {"message": "\ud800", "code": "X"}}""", null, ClientErrorCodes.Unknown)]
    [InlineData("""{"detail": "\ud800"}""", null, ClientErrorCodes.Unknown)]
    [InlineData("""["error"]""", null, ClientErrorCodes.Unknown)]
    [InlineData("""{"error": {""", null, ClientErrorCodes.Unknown)]
    [InlineData("""<html>Bad gateway</html>""", null, ClientErrorCodes.Unknown)]
    [InlineData("", null, ClientErrorCodes.Unknown)]
    [Trait("Requirement", "B-72")]
    public async Task Call_Refused_CarriesTextAndCodeOfTheServerAsFarAsThereAreAny(
        string body,
        string? text,
        string code
    )
    {
        Server.On("GET", Path, Answers.Text(400, "application/json", body));

        var error = await FailsAsync(() => Photos.UsageAsync(Cancel));

        Assert.Equal((HttpStatusCode.BadRequest, code), (error.StatusCode!.Value, error.Code));
        Assert.Equal(text ?? "The service answered 400 (BadRequest).", error.Message);
    }

    [Fact]
    public async Task Call_HugeError_IsNotReadToItsEnd()
    {
        Server.On(
            "GET",
            Path,
            async context =>
            {
                context.Response.StatusCode = 400;
                await context.Response.Body.WriteAsync(new byte[8 * 1024 * 1024]);
                // There is no end: whoever waits for it waits for ever.
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            }
        );

        var error = await FailsAsync(() => Photos.UsageAsync(Cancel));

        Assert.Equal(HttpStatusCode.BadRequest, error.StatusCode);
    }

    [Fact]
    public async Task Call_LongMessage_IsCut()
    {
        Server.On("GET", Path, Answers.Refusal(400, "X", new string('x', 30_000)));

        Assert.Equal(1000, (await FailsAsync(() => Photos.UsageAsync(Cancel))).Message.Length);
    }

    [Fact]
    public async Task Call_ErrorBreaksOff_StillTellsTheStatus()
    {
        Server.On(
            "GET",
            Path,
            async context =>
            {
                context.Response.StatusCode = 404;
                context.Response.ContentLength = 1000;
                await context.Response.Body.WriteAsync("{"u8.ToArray());
                await context.Response.Body.FlushAsync();
                await Answers.Break(context);
            }
        );

        Assert.Equal(HttpStatusCode.NotFound, (await FailsAsync(() => Photos.UsageAsync(Cancel))).StatusCode);
    }

    [Theory]
    [InlineData("<html>Please sign in to the hotel</html>")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"generationsToday": "many", "totalCostToday": 0, "remainingGenerations": 1, "dailyLimit": 1}""")]
    [InlineData("")]
    public async Task Call_SucceedsWithSomethingElse_IsUnreadable(string body)
    {
        Server.On("GET", Path, Answers.Text(200, "application/json", body));

        var error = await FailsAsync(() => Photos.UsageAsync(Cancel));

        Assert.Equal((HttpStatusCode.OK, ClientErrorCodes.Unreadable), (error.StatusCode!.Value, error.Code));
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task Call_SucceedsWithoutEnd_IsUnreadable()
    {
        Server.On("GET", Path, Answers.Text(200, "application/json", new string(' ', 2_000_000)));

        Assert.Equal(ClientErrorCodes.Unreadable, (await FailsAsync(() => Photos.UsageAsync(Cancel))).Code);
    }
}
