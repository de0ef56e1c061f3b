using System.Numerics;

namespace VideoGen.Functions.Providers.Simulation;

/// <summary>Draws a moving landscape that suits the words of a prompt, frame by frame, as planar YUV 4:2:0 (BT.709).</summary>
/// <remarks>The same size, words and seed give the same bytes.</remarks>
internal sealed class Landscape
{
    private const int Layers = 6;

    // From here down nothing is lit: the prompt is lettered there.
    private const float Quiet = 0.82f;

    private readonly int _width;
    private readonly int _height;
    private readonly uint _seed;
    private readonly Palette _palette;
    private readonly Vector2 _sun;
    private readonly byte[] _sky;
    private readonly Layer[] _layers = new Layer[Layers];

    public Landscape(int width, int height, string words, uint seed)
    {
        (_width, _height) = (width, height);
        _seed = seed;
        _palette = Palette.For(words, _seed);
        _sun = new(width * (0.22f + 0.5f * Terrain.Chance(_seed, 90)), height * (0.2f + 0.22f * Terrain.Chance(_seed, 91)));
        _sky = PaintSky();
        for (var i = 0; i < Layers; i++) _layers[i] = LayerAt(i, words);
    }

    /// <summary>Fills <paramref name="frame"/> (width x height x 3/2 bytes) with the picture at a time in seconds.</summary>
    public void Draw(Span<byte> frame, float time)
    {
        foreach (var layer in _layers) Raise(layer, time);
        _sky.CopyTo(frame);
        for (var i = 0; i < Layers; i++)
        {
            Fill(frame, _layers[i], until: i + 1 < Layers ? Lowest(_layers[i + 1]) : _height);
            if (_palette.Lit && _layers[i].Terrain is Skyline city) LightWindows(frame, _layers[i], city, time);
        }

        if (_layers[^1].Terrain is Waves) Glitter(frame, time);
    }

    private Layer LayerAt(int index, string words)
    {
        var near = index / (Layers - 1f);
        var seed = _seed + (uint)index * 101;
        var horizon = 0.60f + 0.44f * near * near;
        return new(
            index < 2 ? new Ridge(seed) : Terrain.For(words, seed),
            Base: horizon,
            Size: 0.30f + 0.30f * near,
            Speed: 0.012f + 0.11f * near * near,
            Offset: 50 * Terrain.Chance(_seed, index),
            PerPixel: 1 / (_height * (0.66f + 0.66f * near)),
            Tops: new float[_width],
            Colours: LandColours(near, horizon));
    }

    /// <summary>A layer's colour by row: its own at the crest, hazier below, so that the next one stands out.</summary>
    private Vector3[] LandColours(float near, float horizon)
    {
        var colours = new Vector3[_height];
        var own = Vector3.Lerp(_palette.Far, _palette.Near, near);
        var haze = Vector3.Lerp(own, _palette.Horizon, 0.55f * (1 - near));
        for (var y = 0; y < _height; y++)
        {
            var deep = Math.Clamp((float)y / _height - (horizon - 0.25f), 0, 0.35f) / 0.35f;
            colours[y] = Yuv(Vector3.Lerp(own, haze, deep));
        }

        return colours;
    }

    private byte[] PaintSky()
    {
        var sky = new byte[_width * _height * 3 / 2];
        var radius = _height * (_palette.Stars ? 0.035f : 0.06f);
        for (var y = 0; y < _height; y++)
        {
            var depth = MathF.Min(1, y / (_height * 0.66f));
            var row = Vector3.Lerp(_palette.Zenith, _palette.Horizon, depth * depth * (3 - 2 * depth) * 0.6f + depth * 0.4f);
            for (var x = 0; x < _width; x++)
            {
                var distance = Vector2.Distance(new(x, y), _sun);
                var disc = Math.Clamp(radius - distance + 0.5f, 0, 1);
                var glow = radius / (radius + MathF.Max(0, distance - radius) * 0.45f);
                var colour = Vector3.Lerp(row, _palette.Light, MathF.Max(disc, 0.65f * glow * glow));
                Put(sky, x, y, Yuv(colour));
            }
        }

        if (_palette.Stars) SowStars(sky);
        return sky;
    }

    private void SowStars(byte[] sky)
    {
        for (var star = 0; star < 260; star++)
        {
            var x = (int)(Terrain.Chance(_seed + 1, star) * _width);
            var y = (int)(Terrain.Chance(_seed + 2, star) * _height * 0.6f);
            var bright = 70 + (int)(Terrain.Chance(_seed + 3, star) * 150);
            var size = Terrain.Chance(_seed + 4, star) > 0.85f ? 2 : 1;
            for (var dy = 0; dy < size; dy++)
            {
                for (var dx = 0; dx < size; dx++)
                {
                    ref var luma = ref sky[Math.Min(y + dy, _height - 1) * _width + Math.Min(x + dx, _width - 1)];
                    luma = (byte)Math.Max(luma, bright);
                }
            }
        }
    }

    private void Raise(Layer layer, float time)
    {
        for (var x = 0; x < _width; x++)
        {
            var world = layer.Origin(time) + x * layer.PerPixel;
            layer.Tops[x] = _height * layer.Level(layer.Terrain.Height(world, time));
        }
    }

    private void Fill(Span<byte> frame, Layer layer, int until)
    {
        var first = Math.Clamp((int)layer.Tops.Min(), 0, _height);
        var solid = Lowest(layer);
        for (var y = first; y < until; y++)
        {
            var colour = layer.Colours[y];
            var (luma, u, v) = ((byte)colour.X, (byte)colour.Y, (byte)colour.Z);
            var row = frame.Slice(y * _width, _width);
            if (y >= solid) row.Fill(luma);
            else FillUnder(row, layer.Tops, y, luma);

            if (y % 2 != 0) continue;
            var us = frame.Slice(ChromaAt(0, y), _width / 2);
            var vs = frame.Slice(ChromaAt(0, y) + _width * _height / 4, _width / 2);
            for (var x = 0; x < us.Length; x++)
            {
                if (y + 1 < layer.Tops[2 * x]) continue;
                us[x] = u;
                vs[x] = v;
            }
        }
    }

    private static void FillUnder(Span<byte> row, float[] tops, int y, byte luma)
    {
        for (var x = 0; x < row.Length; x++)
        {
            var cover = y + 1 - tops[x];
            if (cover >= 1) row[x] = luma;
            else if (cover > 0) row[x] = (byte)(row[x] + (luma - row[x]) * cover);
        }
    }

    private int Lowest(Layer layer) => Math.Clamp((int)layer.Tops.Max() + 1, 0, _height);

    private void LightWindows(Span<byte> frame, Layer layer, Skyline city, float time)
    {
        var origin = layer.Origin(time);
        var wide = 1 / (Skyline.Density * layer.PerPixel);
        var last = (int)((origin + _width * layer.PerPixel) * Skyline.Density);
        for (var building = (int)(origin * Skyline.Density); building <= last; building++)
        {
            var left = (building / Skyline.Density - origin) / layer.PerPixel;
            var top = _height * layer.Level(city.Roof(building));
            for (var window = 0; window < 48; window++)
            {
                if (Terrain.Chance(_seed + (uint)building, window) > 0.3f) continue;
                var x = left + wide * (0.19f + 0.18f * (window % 4));
                var y = top + wide * (0.16f + 0.24f * (window / 4));
                if (y >= _height * MathF.Min(Quiet, layer.Base)) break;

                var lit = Vector3.Lerp(layer.Colours[(int)y], Yuv(_palette.Light), 0.3f + layer.Size);
                Box(frame, (int)x, (int)y, (int)(wide * 0.09f) + 1, (int)(wide * 0.12f) + 1, lit);
            }
        }
    }

    /// <summary>The light's path on the water.</summary>
    private void Glitter(Span<byte> frame, float time)
    {
        var light = Yuv(_palette.Light);
        for (var glint = 0; glint < 160; glint++)
        {
            var beat = glint * 64 + (int)(time * 5 + Terrain.Chance(_seed + 5, glint) * 5);
            var depth = Terrain.Chance(_seed + 6, beat);
            var y = (int)(_height * (0.62f + 0.36f * depth));
            var x = (int)(_sun.X + (Terrain.Chance(_seed + 7, beat) - 0.5f) * _height * (0.1f + 0.3f * depth));
            Box(frame, x, y, 3 + (int)(_height * 0.03f * depth), 2, Vector3.Lerp(_layers[^2].Colours[y], light, 0.7f - 0.4f * depth));
        }
    }

    private void Box(Span<byte> frame, int x, int y, int width, int height, Vector3 yuv)
    {
        for (var row = Math.Max(y, 0); row < Math.Min(y + height, _height); row++)
        {
            for (var column = Math.Max(x, 0); column < Math.Min(x + width, _width); column++) Put(frame, column, row, yuv);
        }
    }

    private void Put(Span<byte> frame, int x, int y, Vector3 yuv)
    {
        frame[y * _width + x] = (byte)yuv.X;
        if ((x | y) % 2 != 0) return;
        var at = ChromaAt(x, y);
        frame[at] = (byte)yuv.Y;
        frame[at + _width * _height / 4] = (byte)yuv.Z;
    }

    private int ChromaAt(int x, int y) => _width * _height + y / 2 * (_width / 2) + x / 2;

    private static Vector3 Yuv(Vector3 rgb)
    {
        var luma = 0.2126f * rgb.X + 0.7152f * rgb.Y + 0.0722f * rgb.Z;
        return new(16.5f + 219 * luma, 128.5f + 224 * (rgb.Z - luma) / 1.8556f, 128.5f + 224 * (rgb.X - luma) / 1.5748f);
    }

    private sealed record Layer(
        Terrain Terrain, float Base, float Size, float Speed, float Offset, float PerPixel, float[] Tops, Vector3[] Colours)
    {
        /// <summary>The place in the world at the picture's left edge.</summary>
        public float Origin(float time) => Offset + time * Speed / Size;

        /// <summary>How far down the picture something of that height in the terrain ends.</summary>
        public float Level(float height) => Base - Size * 0.75f * height;
    }
}
