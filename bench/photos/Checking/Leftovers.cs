using Atelier.Bench.Photos.Serving;
using Atelier.Data.Attempts;
using Atelier.Data.Blobs;
using Atelier.Data.Images;
using Atelier.Data.Photos;
using Atelier.Engine.Finishing;
using Atelier.Engine.Renditions;
using Atelier.Engine.Sweeping;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Atelier.Bench.Photos.Checking;

/// <summary>What is left when all sessions are over, in rows and in files.</summary>
internal static class Leftovers
{
    // Files are young enough for a day to belong to somebody who still writes.
    private static readonly TimeSpan Age = TimeSpan.FromHours(25);

    /// <summary>One round of the service's own sweep for files without rows, a day later.</summary>
    public static async Task<int> SweepOrphansAsync(House house, CancellationToken cancellationToken)
    {
        using var sweeper = new OrphanSweeper(
            new DiskBlobStore(house.Blobs, Guid.CreateVersion7()),
            new ImageStore(house.Data),
            new PhotoCleanStore(house.Data),
            new StepStore(house.Data),
            new LaterTime(Age),
            NullLogger<OrphanSweeper>.Instance
        );
        return await sweeper.RunOnceAsync(cancellationToken);
    }

    /// <summary>What should be gone and is not, in the cache too once the service has compared it with the rows.</summary>
    public static async Task<List<string>> FindAsync(House house, CancellationToken cancellationToken)
    {
        var renditions = new RenditionCache(
            Options.Create(new ImageOptions { Cache = { Folder = Path.Combine(house.Cache, "renditions") } }),
            TimeProvider.System,
            NullLogger<RenditionCache>.Instance
        );
        using var sweeper = new CacheSweeper(
            renditions,
            new ImageStore(house.Data),
            TimeProvider.System,
            NullLogger<CacheSweeper>.Instance
        );
        await sweeper.RunOnceAsync(cancellationToken);
        var problems = new List<string>();
        foreach (
            var (what, sql) in new Dictionary<string, string>
            {
                ["sessions"] = "SELECT count(*) FROM atelier.photo_sessions",
                ["pictures with files"] = "SELECT count(*) FROM atelier.images WHERE deleted_at IS NULL",
                ["generations with a session"] =
                    "SELECT count(*) FROM atelier.generations WHERE session_id IS NOT NULL OR client IS NOT NULL",
                ["prompts"] = "SELECT count(*) FROM atelier.prompts",
                ["queued rows"] = "SELECT count(*) FROM atelier.queue",
            }
        )
        {
            if (await house.ScalarAsync<long>(sql) is var count and > 0)
            {
                problems.Add($"{count} {what} are left");
            }
        }

        problems.AddRange(PhotoAudit.FilesOf(house.Blobs).Select(file => $"the file {file} is left"));
        problems.AddRange(PhotoAudit.FilesOf(house.Cache).Select(file => $"the file {file} is left in the cache"));
        return problems;
    }

    private sealed class LaterTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
