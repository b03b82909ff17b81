"""Everyday trades and the statistical classification behind them (NACE Rev. 2 divisions and sections)."""
# ruff: noqa: E501 - the trades are a table, one to a line

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from gettext import NullTranslations
from os.path import commonprefix

from scoring.messages import ENGLISH, N_


@dataclass(frozen=True)
class Trade:
    """What a firm would call its business, with the NACE division it belongs to.

    ``keywords`` is one translatable line of further words that people search by, separated by commas.
    """

    id: str
    name: str
    division: str
    keywords: str

    @cached_property
    def section(self) -> str:
        """The NACE section letter."""
        return section_of(self.division) or ""


SECTIONS: dict[str, str] = {
    "A": N_("Agriculture, forestry and fishing"),
    "B": N_("Mining and quarrying"),
    "C": N_("Manufacturing"),
    "D": N_("Electricity, gas and heat supply"),
    "E": N_("Water supply, sewerage and waste"),
    "F": N_("Construction"),
    "G": N_("Wholesale and retail trade, vehicle repair"),
    "H": N_("Transport and storage"),
    "I": N_("Hotels, restaurants and catering"),
    "J": N_("Information and communication"),
    "K": N_("Finance and insurance"),
    "L": N_("Real estate"),
    "M": N_("Professional, scientific and technical services"),
    "N": N_("Administrative and support services"),
    "O": N_("Public administration"),
    "P": N_("Education and training"),
    "Q": N_("Health and social care"),
    "R": N_("Arts, entertainment and sport"),
    "S": N_("Other services, repair of household goods"),
    "T": N_("Private households as employers"),
    "U": N_("International organisations"),
}
"""NACE Rev. 2 sections by letter, in short words; translate before showing."""

_FIRST_DIVISIONS = ((1, "A"), (5, "B"), (10, "C"), (35, "D"), (36, "E"), (41, "F"), (45, "G"), (49, "H"), (55, "I"),
                    (58, "J"), (64, "K"), (68, "L"), (69, "M"), (77, "N"), (84, "O"), (85, "P"), (86, "Q"), (90, "R"),
                    (94, "S"), (97, "T"), (99, "U"))  # fmt: skip
_GAPS = frozenset({4, 34, 40, 44, 48, 54, 57, 67, 76, 83, 89})
"""Numbers between 1 and 99 that NACE Rev. 2 leaves unused, with those after a section's last division."""


def section_of(division: str) -> str | None:
    """The section letter of a two-digit NACE Rev. 2 division; None where there is no such division."""
    if not (len(division) == 2 and division.isascii() and division.isdigit()):
        return None
    number = int(division)
    if number == 0 or number in _GAPS:
        return None
    return [section for first, section in _FIRST_DIVISIONS if first <= number][-1]


def is_sector(code: str) -> bool:
    """Whether this is a NACE Rev. 2 section (``C``) or a division (``10``)."""
    return code in SECTIONS or section_of(code) is not None


def trade(trade_id: str) -> Trade | None:
    """The trade with this id, if there is one."""
    return _BY_ID.get(trade_id)


def find_trades(text: str, translations: NullTranslations = ENGLISH) -> list[Trade]:
    """Trades whose name or keywords hold the words of ``text``, the closest first; case and accents do not matter.

    A trade called exactly so, or with exactly that keyword, comes alone. Then come names that begin so, then trades
    where every word begins a word of name or keywords, then those where the words occur anywhere.
    """
    wanted = plain(text)
    if not wanted:
        return []
    ranked = [(_rank(wanted, one, translations), one) for one in TRADES]
    found = sorted((pair for pair in ranked if pair[0] is not None), key=lambda pair: pair[0] or 0)
    exact = [one for rank, one in found if rank == 0]
    return exact or [one for _, one in found]


def _rank(wanted: str, one: Trade, translations: NullTranslations) -> int | None:
    """How close a trade is: 0 its name or a keyword, 1 its name's beginning, 2 beginnings of words, 3 anywhere."""
    name = plain(translations.gettext(one.name))
    keywords = [plain(word) for word in translations.gettext(one.keywords).split(",")]
    if wanted in (name, one.id) or wanted in keywords:
        return 0
    if name.startswith(wanted):
        return 1
    everything = " ".join((name, *keywords))
    words = everything.split()
    if all(any(word.startswith(part) for word in words) for part in wanted.split()):
        return 2
    return 3 if len(wanted) >= 4 and all(part in everything for part in wanted.split()) else None


def similar_trades(text: str, translations: NullTranslations = ENGLISH) -> list[Trade]:
    """Trades with words much like some of those in ``text``, most of them first: to be offered, not to be taken.

    For what people type that no trade is called: "road haulage", "a small hotel".
    """
    wanted = [word for word in plain(text).split() if len(word) >= SHORTEST_ALIKE]
    counts = [
        (sum(any(_alike(word, known) for known in _words(one, translations)) for word in wanted), one) for one in TRADES
    ]
    return [one for count, one in sorted(counts, key=lambda pair: -pair[0]) if count]


SHORTEST_ALIKE = 4
"""Letters that two words must begin with alike; three would call every "car" a "care"."""


def _alike(word: str, other: str) -> bool:
    """Whether two words begin alike over more than half of the longer one: haulage and haulier, plastic and plastics."""
    shared = len(commonprefix((word, other)))  # noqa: RUF071 - of words, sign by sign
    return shared >= SHORTEST_ALIKE and 2 * shared > max(len(word), len(other))


def _words(one: Trade, translations: NullTranslations) -> list[str]:
    return plain(f"{translations.gettext(one.name)} {translations.gettext(one.keywords)}").split()


def plain(text: str) -> str:
    """Text for comparing: no case, no accents, words of letters and digits separated by one space."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(" " if not char.isalnum() else char for char in folded if not unicodedata.combining(char))
    return " ".join(kept.split())


TRADES: Sequence[Trade] = (
    # farming, forestry, fishing
    Trade("farm", N_("Farm: crops, fruit or vegetables"), "01", N_("farmer, agriculture, crops, grain, vegetables, fruit, orchard, greenhouse")),
    Trade("livestock", N_("Livestock or dairy farm"), "01", N_("cattle, cows, pigs, sheep, poultry, milk, eggs")),
    Trade("vineyard", N_("Vineyard"), "01", N_("grapes, wine grower, olives")),
    Trade("forestry", N_("Forestry, logging"), "02", N_("wood, timber, forest")),
    Trade("fishing", N_("Fishing, fish farm"), "03", N_("fish, aquaculture, trout, mussels")),
    Trade("quarry", N_("Quarry, gravel pit"), "08", N_("stone, sand, gravel, mining")),
    # making things
    Trade("bakery", N_("Bakery, pastry shop"), "10", N_("bread, baker, cakes, pastry, confectioner")),
    Trade("butcher", N_("Butcher, meat products"), "10", N_("meat, sausages, slaughter")),
    Trade("food_maker", N_("Food producer"), "10", N_("food factory, cheese, dairy, preserves, pasta, chocolate, snacks")),
    Trade("brewery", N_("Brewery, winery or drinks maker"), "11", N_("beer, wine, spirits, distillery, juice, lemonade")),
    Trade("textiles", N_("Textile maker"), "13", N_("fabric, weaving, knitting, carpets, curtains")),
    Trade("clothing_maker", N_("Clothing maker, tailor"), "14", N_("clothes, fashion, dressmaker, sewing, workwear")),
    Trade("leather", N_("Leather goods or shoemaker"), "15", N_("shoes, bags, saddler")),
    Trade("wood_products", N_("Sawmill, wood products"), "16", N_("timber, pallets, parquet, carpentry workshop")),
    Trade("packaging", N_("Paper and packaging maker"), "17", N_("cardboard, boxes, labels")),
    Trade("printing", N_("Printing shop"), "18", N_("printer, print, copy shop, bookbinding")),
    Trade("chemicals", N_("Chemicals, cosmetics or cleaning products maker"), "20", N_("paint, soap, detergent, perfume")),
    Trade("pharmaceuticals", N_("Medicines maker"), "21", N_("pharma, drugs")),
    Trade("plastics", N_("Plastic or rubber products maker"), "22", N_("injection moulding, plastics, 3D printing, seals")),
    Trade("glass_stone", N_("Glass, ceramics or stone works"), "23", N_("glazier workshop, pottery, concrete, stonemason, tiles")),
    Trade("foundry", N_("Foundry, steel or metal producer"), "24", N_("steel, casting, aluminium")),
    Trade("metalwork", N_("Metalworking shop"), "25", N_("turning, milling, welding, locksmith, machining, blacksmith, tools, sheet metal")),
    Trade("electronics_maker", N_("Electronics or instruments maker"), "26", N_("circuit boards, sensors, measuring instruments, optics")),
    Trade("electrical_maker", N_("Electrical equipment maker"), "27", N_("motors, switchgear, batteries, lighting, cables")),
    Trade("machinery", N_("Machine builder"), "28", N_("mechanical engineering, machinery, pumps, plant construction")),
    Trade("vehicle_parts", N_("Vehicle bodies, trailers or car parts maker"), "29", N_("automotive supplier, trailer, coachbuilder")),
    Trade("boats", N_("Boat, rail or bicycle maker"), "30", N_("shipyard, boatbuilder, bikes")),
    Trade("furniture", N_("Furniture maker, cabinetmaker"), "31", N_("joiner, kitchens, upholstery, furniture")),
    Trade("medical_devices", N_("Dental laboratory, medical devices or spectacles maker"), "32", N_("dental technician, prosthetics, lenses")),
    Trade("jewellery", N_("Jeweller, goldsmith, instruments or toys maker"), "32", N_("jewellery, watches, musical instruments, toys, games")),
    Trade("machine_repair", N_("Machine repair and installation"), "33", N_("maintenance, industrial service")),
    # energy, water, waste
    Trade("energy", N_("Power, heat or solar energy supplier"), "35", N_("electricity, gas, solar, wind, energy")),
    Trade("waste", N_("Waste collection, recycling"), "38", N_("scrap, disposal, skip hire, water, sewage")),
    # building
    Trade("builder", N_("Builder, house construction"), "41", N_("construction company, bricklayer, developer, houses")),
    Trade("civil_works", N_("Road, pipe and civil works"), "42", N_("excavation, asphalt, bridges, cables, paving")),
    Trade("electrician", N_("Electrician"), "43", N_("electrical installation, wiring, solar installer, alarm systems")),
    Trade("plumber", N_("Plumber, heating and air conditioning"), "43", N_("plumbing, heating, boiler, heat pump, bathroom, ventilation")),
    Trade("carpenter", N_("Carpenter, joiner on site"), "43", N_("windows, doors, floors, timber frame, stairs")),
    Trade("painter", N_("Painter, plasterer, tiler"), "43", N_("decorator, plastering, tiles, drywall, wallpaper")),
    Trade("roofer", N_("Roofer, scaffolder"), "43", N_("roof, roofing, scaffolding, tinsmith, demolition")),
    # trade
    Trade("car_repair", N_("Car repair garage"), "45", N_("mechanic, workshop, tyres, bodywork, cars, motorcycle")),
    Trade("car_dealer", N_("Car or motorcycle dealer"), "45", N_("used cars, vehicles, spare parts")),
    Trade("wholesale", N_("Wholesaler, importer, distributor"), "46", N_("wholesale, trading company, export, agent")),
    Trade("grocery", N_("Grocery or convenience shop"), "47", N_("supermarket, food shop, greengrocer, kiosk, delicatessen, market stall")),
    Trade("clothing_shop", N_("Clothing or shoe shop"), "47", N_("fashion, boutique, shoes")),
    Trade("hardware_shop", N_("Hardware, furniture or household shop"), "47", N_("DIY, paint, garden centre, kitchenware, home, electrical goods")),
    Trade("pharmacy", N_("Pharmacy, optician or health shop"), "47", N_("chemist, drugstore, glasses, hearing aids, medical supplies")),
    Trade("shop", N_("Another shop"), "47", N_("shop, retail, books, flowers, florist, gifts, sports, toys, petrol station, pets, stationery")),
    Trade("online_shop", N_("Online shop"), "47", N_("e-commerce, mail order, webshop, marketplace seller")),
    # transport
    Trade("haulier", N_("Haulier, road freight"), "49", N_("trucking, lorry, transport, removals, freight")),
    Trade("passenger_transport", N_("Taxi, coach or bus company"), "49", N_("taxi, bus, driver, minibus, school transport")),
    Trade("shipping", N_("Boat or ferry company"), "50", N_("shipping, barge, ferry, river")),
    Trade("logistics", N_("Warehouse, forwarding, logistics"), "52", N_("storage, freight forwarder, customs, parking")),
    Trade("courier", N_("Courier, parcel delivery"), "53", N_("delivery, post, bike courier, parcels")),
    # guests
    Trade("hotel", N_("Hotel, guest house, holiday homes"), "55", N_("bed and breakfast, pension, hostel, campsite, apartments, lodging")),
    Trade("restaurant", N_("Restaurant, café, bar"), "56", N_("pub, pizzeria, takeaway, snack bar, coffee, bistro, food truck, ice cream")),
    Trade("catering", N_("Caterer, canteen"), "56", N_("catering, events food, canteen, meals")),
    # information
    Trade("publisher", N_("Publisher"), "58", N_("books, newspaper, magazine, games")),
    Trade("film_music", N_("Film, video or music production"), "59", N_("video, photographer films, sound studio, cinema, podcast")),
    Trade("software", N_("Software developer"), "62", N_("programming, apps, web developer, software house")),
    Trade("it_services", N_("IT services and support"), "62", N_("computer support, system house, networks, IT consultant, cloud, security")),
    Trade("web_platform", N_("Website, hosting or data service"), "63", N_("portal, hosting, data centre, web platform")),
    Trade("telecoms", N_("Telephone or internet provider"), "61", N_("telecoms, broadband, fibre, mobile")),
    # money and property
    Trade("finance", N_("Finance or investment service"), "64", N_("bank, credit union, leasing, holding, investment")),
    Trade("insurance", N_("Insurance broker, financial adviser"), "66", N_("insurance agent, mortgage, pensions")),
    Trade("estate_agent", N_("Estate agent, property management"), "68", N_("real estate, letting, landlord, housing, facility")),
    # professions
    Trade("lawyer", N_("Law firm, notary"), "69", N_("lawyer, solicitor, attorney, legal")),
    Trade("accountant", N_("Accountant, tax adviser"), "69", N_("bookkeeping, audit, payroll, tax")),
    Trade("consultancy", N_("Business consultancy"), "70", N_("consultant, management consulting, coach, PR, strategy, adviser")),
    Trade("architect", N_("Architect, engineering office, surveyor"), "71", N_("engineer, planning, structural engineering, testing, energy adviser")),
    Trade("research", N_("Research and development"), "72", N_("laboratory, biotech, science, spin-off")),
    Trade("advertising", N_("Advertising, marketing or media agency"), "73", N_("marketing, agency, social media, market research")),
    Trade("design", N_("Designer, photographer, translator"), "74", N_("graphic design, photography, translation, interpreter, interior design, fashion design")),
    Trade("vet", N_("Veterinary practice"), "75", N_("vet, animals, pets clinic")),
    # support for others
    Trade("rental", N_("Rental of machines, cars or equipment"), "77", N_("hire, leasing, car rental, bike rental, party equipment")),
    Trade("staffing", N_("Recruitment or temporary staff agency"), "78", N_("employment agency, headhunter, temping, personnel")),
    Trade("travel_agency", N_("Travel agency, tour operator"), "79", N_("travel, tours, guide, excursions, booking")),
    Trade("security_service", N_("Security service"), "80", N_("guards, alarm, detective")),
    Trade("cleaning", N_("Cleaning company, caretaker"), "81", N_("cleaner, windows cleaning, facility services, janitor, pest control")),
    Trade("gardener", N_("Gardener, landscaper"), "81", N_("garden, landscaping, tree care, winter service")),
    Trade("office_services", N_("Office services, call centre, events"), "82", N_("secretarial, call centre, conferences, trade fair, virtual assistant, packing")),
    # learning, health, care
    Trade("training", N_("School, training or driving school"), "85", N_("education, courses, driving instructor, tutoring, language school, music school, trainer")),
    Trade("doctor", N_("Doctor’s or dentist’s practice"), "86", N_("physician, medical practice, dentist, clinic, GP")),
    Trade("therapy", N_("Physiotherapy or other therapy practice"), "86", N_("physiotherapist, psychologist, midwife, speech therapy, osteopath, nursing, health practice")),
    Trade("care_home", N_("Care home"), "87", N_("nursing home, assisted living, residential care, elderly")),
    Trade("home_care", N_("Home care, day care, nursery"), "88", N_("childcare, kindergarten, social services, elderly care, crèche")),
    # culture, sport, personal services
    Trade("arts", N_("Artist, theatre, band, studio"), "90", N_("music, performer, writer, gallery, actor")),
    Trade("museum", N_("Museum, library, visitor attraction"), "91", N_("zoo, heritage, archive")),
    Trade("sport", N_("Gym, sports club, leisure"), "93", N_("fitness, yoga, swimming, dance, riding, bowling, amusement, climbing")),
    Trade("association", N_("Association, club, chamber"), "94", N_("charity, church, union, non-profit, foundation")),
    Trade("repair_shop", N_("Repair of phones, computers or household goods"), "95", N_("phone repair, computer repair, shoe repair, watch repair, appliances, bicycle repair")),
    Trade("hairdresser", N_("Hairdresser, beauty salon"), "96", N_("barber, hair, nails, cosmetics studio, massage, spa, tattoo")),
    Trade("laundry", N_("Laundry, dry cleaner"), "96", N_("ironing, textile cleaning, laundrette")),
    Trade("funeral", N_("Funeral director"), "96", N_("undertaker, cemetery, burial")),
)  # fmt: skip
"""Everyday trades, roughly in the order of NACE; ``name`` and ``keywords`` are translated when shown or searched."""

_BY_ID = {one.id: one for one in TRADES}
