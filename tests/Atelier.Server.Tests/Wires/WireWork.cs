using Atelier.Core.Catalogue;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Wires;

/// <summary>Has offers do what they say they can, one after the other, each asked for by its model's name while no other provider may be asked.</summary>
internal sealed class WireWork(AllWires wires)
{
    private readonly Dictionary<string, string> _pictures = [];
    private TestCaller? _caller;

    /// <summary>What went wrong, a line for each case that did; the cases are all of one provider.</summary>
    public async Task<List<string>> RunAsync(IReadOnlyCollection<WireCase> cases)
    {
        var provider = cases.First().Offer.Provider;
        _caller = await wires.AddCallerAsync([.. new[] { provider, "local" }.Distinct()]);
        var problems = new List<string>();
        foreach (var each in cases)
        {
            if (await ProblemAsync(each) is { } problem)
            {
                problems.Add($"{each}: {problem}");
            }
        }

        return problems;
    }

    private async Task<string?> ProblemAsync(WireCase each)
    {
        try
        {
            return await CheckAsync(each, await MakeAsync(each, await BodyAsync(each)));
        }
        catch (Xunit.Sdk.XunitException exception)
        {
            return exception.Message;
        }
    }

    private async Task<Answer> MakeAsync(WireCase each, string body)
    {
        var started = await _caller!.PostAsync("/v1/generations", body, ("Prefer", "respond-async"));
        Assert.True(started.Status == 202, started.Text);
        var address = started.Header("Location")!;
        if (each.Offer.ProviderModel.EndsWith("upscale/creative", StringComparison.Ordinal))
        {
            // The one task without a callback.
            await wires.Emulated.WaitForTaskAsync(address);
            await wires.Server.House.MoveClockAsync(TimeSpan.FromSeconds(15));
        }

        return await _caller.EndOfAsync(address);
    }

    private async Task<string?> CheckAsync(WireCase each, Answer made)
    {
        if (
            (made.TextAt("state"), made.TextAt("provider"), made.TextAt("model"))
            != ("complete", each.Offer.Provider, each.Model.Id)
        )
        {
            return made.Text;
        }

        var told = await _caller!.GetAsync($"/v1/generations/{made.TextAt("id")}/explain");
        if (each.Twin is { } twin && !told.TextAt("text")!.Contains(twin, StringComparison.Ordinal))
        {
            return $"another offer made it: {told.TextAt("text")}";
        }

        var image = Assert.Single(made.At("images").EnumerateArray());
        var file = await _caller.GetAsync($"/v1/images/{image.GetProperty("id").GetString()}/original");
        Assert.True(file.Status == 200, file.Text);
        var size = $"{image.GetProperty("width")}x{image.GetProperty("height")}";
        return PictureFile.Read(file.Bytes).Size == size
            ? null
            : $"{size} was said, {PictureFile.Read(file.Bytes)} came";
    }

    private async Task<string> BodyAsync(WireCase each)
    {
        var kind = each.Capability switch
        {
            Capability.TextToImage => "create",
            Capability.ImageToImage => "stylise",
            Capability.Inpainting => "inpaint",
            Capability.Outpainting => "outpaint",
            Capability.Variations => "variation",
            Capability.Upscaling => "upscale",
            _ => "remove_background",
        };
        var fields = $"\"operation\": \"{kind}\", \"model\": \"{each.Model.Id}\", \"fallback\": \"declared\"";
        if (each.Capability == Capability.TextToImage)
        {
            return Bodies.With($"{fields}, \"size\": \"{each.Size}\"");
        }

        fields += $", \"image\": \"{await SourceAsync(each)}\"";
        var (width, height) = (each.Size.Width, each.Size.Height);
        return each.Capability switch
        {
            Capability.Upscaling => $$"""{{{fields}}, "size": "{{width * 2}}x{{height * 2}}"{{Details(each)}}}""",
            Capability.BackgroundRemoval => $$"""{{{fields}}}""",
            Capability.Inpainting => Bodies.With($"{fields}, \"mask\": \"{await PaintedAsync(new(64, 48))}\""),
            Capability.Outpainting => Bodies.With($"{fields}, \"extend\": {Extend(each)}"),
            // The painter's filters are these.
            Capability.ImageToImage => Bodies.With($"{fields}, \"style\": \"oil\""),
            _ => Bodies.With(fields),
        };
    }

    private static string Details(WireCase each) =>
        each.Offer.ProviderModel.EndsWith("upscale/creative", StringComparison.Ordinal)
            ? ", \"enhance_details\": true"
            : "";

    // Midjourney grows on all sides alike; who makes few sizes must make what comes of it.
    private static string Extend(WireCase each)
    {
        var wider = each.Offer.Sizes.Fixed.Where(size =>
            size.Height == each.Size.Height && size.Width > each.Size.Width
        );
        return each.NeedsOwnPicture
            ? """{"left": 256, "right": 256, "top": 256, "bottom": 256}"""
            : $$"""{"right": {{wider.Select(size => size.Width - each.Size.Width).FirstOrDefault(64)}}}""";
    }

    private async Task<string> SourceAsync(WireCase each) =>
        each.NeedsOwnPicture
            ? await PictureAsync($"\"model\": \"{each.Model.Id}\", \"size\": \"{each.Size}\"")
            : await PaintedAsync(each.Size);

    private Task<string> PaintedAsync(PixelSize size) =>
        PictureAsync($"\"model\": \"local-painter\", \"size\": \"{size}\"");

    // Each is made once.
    private async Task<string> PictureAsync(string fields)
    {
        if (!_pictures.TryGetValue(fields, out var id))
        {
            var made = await _caller!.GenerateAsync(Bodies.With($"{fields}, \"fallback\": \"strict\""));
            id = made.At("images")[0].GetProperty("id").GetString()!;
            _pictures[fields] = id;
        }

        return id;
    }
}
