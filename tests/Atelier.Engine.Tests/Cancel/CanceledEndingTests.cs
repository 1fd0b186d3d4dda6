using Atelier.Core.States;
using Atelier.Data.Images;
using Atelier.Engine.Steps;

namespace Atelier.Engine.Tests.Cancel;

/// <summary>What a canceled generation pays for when its pictures came all the same.</summary>
public sealed class CanceledEndingTests
{
    [Fact]
    public void Of_OneOfThreeIsOfConcern_ChargesTheOthersAndShowsItNowhere()
    {
        var ending = JobEnding.Of(3, Kept(concern: 1), canceled: true, charges: true);

        Assert.Equal(GenerationState.Canceled, ending.State);
        Assert.Equal([0, 2], ending.Delivered.Keys.Order());
        Assert.Equal(new Dictionary<int, string> { [1] = "canceled" }, ending.SlotErrors);
        Assert.Equal(["nsfw"], Assert.Single(ending.Candidates).Concerns);
        Assert.Empty(ending.Concerns);
    }

    [Fact]
    public void Of_TheHouseAbsorbsCancels_ChargesNothing()
    {
        var ending = JobEnding.Of(3, Kept(concern: 1), canceled: true, charges: false);

        Assert.Empty(ending.Delivered);
        Assert.Equal(3, ending.Candidates.Count);
        Assert.All(ending.SlotErrors.Values, error => Assert.Equal("canceled", error));
    }

    private static KeptPictures Kept(int concern)
    {
        var kept = new KeptPictures(new Dictionary<int, string>());
        for (var slot = 0; slot < 3; slot++)
        {
            kept.Delivered[slot] = new NewImage(
                Guid.CreateVersion7(),
                "p",
                "m",
                null,
                1,
                1,
                "png",
                new Dictionary<string, ImageFile>()
            )
            {
                Concerns = slot == concern ? ["nsfw"] : [],
            };
        }

        return kept;
    }
}
