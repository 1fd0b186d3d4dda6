using Atelier.Core.Requests;
using Atelier.Engine.Planning;

namespace Atelier.Engine.Tests.Planning;

/// <summary>Requests as they stand in the database.</summary>
public sealed class StoredRequestTests
{
    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var request = new ImageRequest
        {
            Operation = new Create("a lake", "people", "minimal"),
            Context = new PromptContext(ColorScheme.Warm, Lighting.Soft, ["navy blue", "#fff"]),
            GuidanceScale = 7.5m,
            CutPromptAt = 500,
        };

        var read = PlanJson.Read<ImageRequest>(PlanJson.Write(request));

        Assert.Equal((ColorScheme.Warm, Lighting.Soft), (read.Context.ColorScheme, read.Context.Lighting));
        Assert.Equal(["navy blue", "#fff"], read.Context.BrandColors);
        Assert.Equal((7.5m, 500), (read.GuidanceScale, read.CutPromptAt));
    }

    [Fact]
    public void Read_RowOfAnEarlierVersion_HasNoContext()
    {
        const string Row = """{"count": 1, "operation": {"kind": "create", "prompt": ""}, "quality": "standard"}""";

        var read = PlanJson.Read<ImageRequest>(Row);

        Assert.True(read.Context.IsEmpty);
        Assert.Null(read.GuidanceScale);
    }
}
