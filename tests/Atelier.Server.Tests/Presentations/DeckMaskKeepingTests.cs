using System.Text.Json;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Racing;

namespace Atelier.Server.Tests.Presentations;

/// <summary>A mask is kept for the generation that uses it, and for nothing else (requirement C-37).</summary>
public sealed class DeckMaskKeepingTests(DeckServer deck) : IClassFixture<DeckServer>
{
    private TestServer Server => deck.Server;

    [Fact]
    [Trait("Requirement", "C-37")]
    public async Task Edit_TheSameKeyManyTimesAtOnce_KeepsOneMask()
    {
        var caller = await Server.AddCallerAsync();
        var body = await BodyAsync(caller);

        // As many as one account may have looked at at once.
        var answers = await Together.RunAsync(
            4,
            _ =>
                DeckDoor.PostAsync(caller, DeckDoor.Edit, body, ("Idempotency-Key", "one"), ("Prefer", "respond-async"))
        );

        Assert.All(answers, answer => Assert.InRange(answer.Status, 200, 202));
        Assert.Single(answers.Select(answer => answer.TextAt("data.generationId")).Distinct());
        Assert.Equal(1, await MasksAsync(caller));
    }

    [Fact]
    [Trait("Requirement", "C-37")]
    public async Task Edit_TheDatabaseRefusesTheRequest_ForgetsTheMask()
    {
        var caller = await Server.AddCallerAsync();
        var body = await BodyAsync(caller);
        await Server.House.ExecuteAsync(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON generations EXECUTE FUNCTION refuse();
            """
        );

        var answer = await DeckDoor.PostAsync(caller, DeckDoor.Edit, body);

        await Server.House.ExecuteAsync("DROP TRIGGER refuse ON generations; DROP FUNCTION refuse();");
        Assert.InRange(answer.Status, 500, 503);
        Assert.Equal(0, await MasksAsync(caller));
    }

    private async Task<DeckBody> BodyAsync(TestCaller caller)
    {
        var source = DeckDoor.ImageOf(await DeckServer.MakeAsync(caller));
        var mask = JsonSerializer.Serialize(deck.Halves([255, 255, 255], [0, 0, 0]));
        return DeckBody.Placed(
            $$"""
            "imageId": "{{source}}", "edit": {"type": "inpaint", "mask": {{mask}}, "prompt": {{JsonSerializer.Serialize(
                Bodies.Prompt
            )}}}
            """
        );
    }

    private Task<long> MasksAsync(TestCaller caller) =>
        Server.House.ScalarAsync<long>(
            "SELECT count(*) FROM images WHERE account_id = @AccountId AND generation_id IS NULL",
            new { caller.AccountId }
        );
}
