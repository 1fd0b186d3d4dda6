using Atelier.Core.States;
using Atelier.Data.Accepting;
using Atelier.Data.Attempts;
using Atelier.Data.Costs;
using Atelier.Data.Generations;
using Atelier.Data.Images;
using Atelier.Data.Queue;

namespace Atelier.Bench.Queue;

/// <summary>One picture at a provider that takes no time and counts as paid.</summary>
internal static class PaidJob
{
    public const string Lane = "bench";

    // Nano-dollars: a call may cost 5 cents, and costs 4.
    private const long Risk = 50_000_000;
    private const long Cost = 40_000_000;

    public static AcceptOrder Order(Guid accountId, string prompt) =>
        new(
            Guid.CreateVersion7(),
            accountId,
            null,
            "create",
            prompt,
            null,
            """{"count":1}""",
            """{"chain":[{"model":"bench"}]}""",
            """[{"provider":"bench"}]""",
            1,
            1000,
            Lane,
            0,
            1,
            null
        )
        {
            First = new NextCall(Lane, 0, [0], Risk, TimeSpan.FromMinutes(10)),
            CostReserved = Risk,
        };

    public static Ending Delivered(Claim claim)
    {
        var file = new ImageFile("original.png", "image/png", 64, 64, 1000, new string('0', 64));
        var image = new NewImage(
            Guid.CreateVersion7(),
            Lane,
            Lane,
            1,
            64,
            64,
            "png",
            new Dictionary<string, ImageFile> { ["original"] = file }
        );
        return new Ending(
            GenerationState.Complete,
            new Dictionary<int, NewImage> { [0] = image },
            new Dictionary<int, string>()
        )
        {
            Attempts =
            [
                new AttemptChange(
                    claim.AttemptId!.Value,
                    AttemptState.Succeeded,
                    Booking: new Booking.Cost(Cost, Estimated: false)
                ),
            ],
            Paid = true,
        };
    }
}
