using Atelier.Data.Accounts;
using Atelier.Data.Reviews;
using Atelier.Engine.Checking;
using Atelier.Engine.Reviews;
using Atelier.Engine.Tests.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Engine.Tests.Checking;

/// <summary>Nodes whose pictures are looked at by checkers of the test.</summary>
public abstract class CheckCase : KernelTests
{
    internal static readonly Actor Admin = new(Guid.CreateVersion7(), null);

    internal TestWire Wire { get; } = new("openai");

    internal Task<TestNode> StartCheckedAsync(TestChecker checker, ImageRule rule = ImageRule.Available) =>
        StartAsync(
            new NodeSetup
            {
                Wires = [Wire],
                Services = services =>
                {
                    services.AddSingleton<IPictureChecker>(checker);
                    services.Configure<CheckOptions>(options => options.Image = rule);
                },
            }
        );

    /// <summary>A generation whose pictures wait for a person.</summary>
    internal async Task<Guid> ParkAsync(TestNode node, int count = 1)
    {
        var id = await node.AcceptAsync(Account, "a lighthouse", count);
        await UntilParkedAsync(id);
        return id;
    }

    internal Task UntilParkedAsync(Guid id) =>
        UntilAsync("state = 'review' FROM generations WHERE id = @id", new { id });

    internal async Task<ReviewDecision?> DecideAsync(TestNode node, Guid generation, ReviewVerdict verdict) =>
        await node.Get<ReviewDesk>().DecideAsync(await ReviewOfAsync(generation), verdict, Admin);

    internal Task<Guid> ReviewOfAsync(Guid generation) =>
        House.ScalarAsync<Guid>("SELECT id FROM reviews WHERE generation_id = @generation", new { generation });

    internal Task<string?> ChecksAsync(Guid generation) =>
        House.ScalarAsync<string>(
            "SELECT checks::text FROM images WHERE generation_id = @generation LIMIT 1",
            new { generation }
        );
}
