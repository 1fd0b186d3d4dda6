using System.Threading.Channels;
using Atelier.Core.Errors;
using Atelier.Core.Images;
using Atelier.Data.Images;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Renditions;

/// <summary>
/// Makes the AVIF of optimized pictures and stores it beside the WebP (requirement C-60): most are never asked for, and it takes
/// longer than all the other files together.
/// </summary>
internal sealed partial class AvifMaker(
    ImageStore images,
    StoredFiles files,
    RenditionMaker maker,
    RenditionPlanner planner,
    ILogger<AvifMaker> logger
) : BackgroundService
{
    /// <summary>Its name among the files of an image.</summary>
    public const string Name = "optimized.avif";

    // What finds no room is wished again by whoever asks next.
    private const int MostWaiting = 256;

    private static readonly RenditionWish Wish = new(Rendition.Optimized) { Format = WishedFormat.Avif };

    private readonly SingleFlight<MadeRendition> _flights = new();
    private readonly Channel<Guid> _wishes = Channel.CreateBounded<Guid>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>Whether a plan is for the very file that is made here.</summary>
    public static bool IsOf(PlannedRendition plan) =>
        plan is { Whole: true, Format: FileFormat.Avif, Order.Quality: RenditionQuality.Best };

    /// <summary>Has it made some time.</summary>
    public void Ask(ImageRow image) => _wishes.Writer.TryWrite(image.Id);

    /// <summary>The file, made now if it is not there yet.</summary>
    /// <exception cref="AtelierException">Busy, or the image was deleted.</exception>
    public async Task<ServedPicture> OpenAsync(ImageRow image, CancellationToken cancellationToken)
    {
        if (await files.OpenAsync(image, Name, cancellationToken) is { } stored)
        {
            return stored;
        }

        var made = await MakeAsync(image, cancellationToken);
        return new ServedPicture(made.Open(), FileFormat.Avif, made.Sha256);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var id in _wishes.Reader.ReadAllAsync(stoppingToken))
        {
#pragma warning disable CA1031 // One picture that breaks must not keep the others from being made.
            try
            {
                if (await images.FindAsync(id, stoppingToken) is { Deleted: false } image)
                {
                    await using var made = (await OpenAsync(image, stoppingToken)).Stream;
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The WebP serves as well; whoever asks again wishes again.
                LogFailed(id, exception);
            }
#pragma warning restore CA1031
        }
    }

    private Task<MadeRendition> MakeAsync(ImageRow image, CancellationToken cancellationToken) =>
        _flights.RunAsync($"{image.Id}", () => MakeAsync(image), cancellationToken);

    private async Task<MadeRendition> MakeAsync(ImageRow image)
    {
        var plan = planner.Plan(image, Wish, AcceptedFormats.Any);
        var made = await maker.MakeAsync(image, plan, CancellationToken.None);
        var file = new ImageFile(
            Name,
            FileFormat.Avif.MediaType(),
            made.Picture.Width,
            made.Picture.Height,
            made.Picture.Bytes.Length,
            made.Sha256
        );
        await files.AddAsync(image, Name, file, made.Picture.Bytes, CancellationToken.None);
        return made;
    }

    [LoggerMessage(LogLevel.Warning, "The AVIF of image {ImageId} could not be made")]
    private partial void LogFailed(Guid imageId, Exception exception);
}
